package io.lockstep.common.lock;

/**
 * A number of 64 bits over the whole state: equal states have equal hashes, and states that differ have different ones but
 * for chance. It reads the tables themselves, not their frozen image, so that a snapshot that leaves something out shows.
 */
final class StateHash {

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private long hash = 1;

    private StateHash() {}

    static long of(ClusterState state) {
        StateHash hash = new StateHash();
        hash.add(state.clusterId);
        hash.add(state.locksPerClient);
        hash.add(state.clusterMillis);
        hash.add(state.locks.lastToken());
        hash.add(state.sessions.lastNumber());
        hash.add(state.servers.count());
        state.servers.all().forEach(server -> hash.add(server, state.clientIds));
        hash.add(state.sessions.count());
        state.sessions.all().forEach(hash::add);
        hash.add(state.locks.count());
        return hash.hash;
    }

    private void add(RegisteredServer server, ClientIds clientIds) {
        add(server.storageId());
        add(server.clientAddress());
        add(server.peerAddress());
        add(clientIds.used(server.server()));
        add(clientIds.free(server.server()).size());
        clientIds.free(server.server()).forEach(this::add);
    }

    private void add(Session session) {
        add(session.number());
        add(session.key().high());
        add(session.key().low());
        add(session.clientId());
        add(session.ttlMillis());
        add(session.resumable() ? 1 : 0);
        add(session.generation());
        add(session.lastAttempt());
        add(session.home().server());
        add(session.home().incarnation());
        add(session.clientAddress());
        add(session.answeredUpTo());
        add(session.answers());
        add(session.locksHeld());
        for (Grant grant = session.held().first(); grant != null; grant = grant.next) {
            add(grant.name().text());
            add(grant.token());
            add(grant.sinceClusterMillis());
            add(grant.sinceWallMillis());
        }
    }

    private void add(AnswerMemory answers) {
        add(answers.forgottenUpTo());
        add(answers.count());
        for (int place = 0; place < answers.count(); place++) {
            add(answers.number(place));
            add(answers.answer(place));
        }
    }

    /** The kinds of result that a request can have. Not by hashCode, which may differ between virtual machines. */
    private void add(CommandResult result) {
        add(result.getClass().getSimpleName());
        if (result instanceof CommandResult.Granted granted) {
            add(granted.token());
        } else if (result instanceof CommandResult.Released released) {
            add(released.token());
        } else if (result instanceof CommandResult.HeldByOther held) {
            add(held.hold());
        } else if (result instanceof CommandResult.NotOwner notOwner) {
            add(notOwner.hold());
        } else if (result instanceof CommandResult.StaleToken stale) {
            add(stale.hold());
        } else if (result instanceof CommandResult.AlreadyHolds already) {
            add(already.hold());
            add(already.locksPerClient());
        } else if (result instanceof CommandResult.Full full) {
            add(full.bound());
            add(full.limit());
        } else if (!(result instanceof CommandResult.NotHeld)) {
            throw new IllegalStateException("not an answer to a request: " + result);
        }
    }

    private void add(Hold hold) {
        add(hold.name().text());
        add(hold.token());
        add(hold.session());
        add(hold.clientId());
        add(hold.server());
        add(hold.clientAddress());
        add(hold.sinceClusterMillis());
        add(hold.sinceWallMillis());
    }

    private void add(String text) {
        add(text.length());
        for (int at = 0; at < text.length(); at++) {
            add(text.charAt(at));
        }
    }

    private void add(long value) {
        hash = Long.rotateLeft((hash ^ value) * MULTIPLIER, 31);
    }
}
