package io.lockstep.common.lock;

import io.lockstep.common.access.TokenHash;
import io.lockstep.common.access.User;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.record.AnswerMemory;
import io.lockstep.common.record.ClientIds;
import io.lockstep.common.record.GrantChunk;
import io.lockstep.common.record.GrantHistory;

/**
 * A 64-bit hash of the whole state. Equal states have equal hashes; different states differ but for chance. The hash
 * reads the tables, not an image of them, so it exposes a snapshot that leaves something out.
 */
final class StateHash {

    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private long hash = 1;

    private StateHash() {}

    static long of(ClusterState state) {
        StateHash hash = new StateHash();
        hash.add(state.clusterId);
        hash.add(state.locksPerClient);
        hash.add(state.leaseMillisMax);
        hash.add(state.size.bytesMax());
        hash.add(state.size.bytes());
        hash.add(state.clusterMillis);
        hash.add(state.locks.lastToken());
        hash.add(state.sessions.lastNumber());
        hash.add(state.lastTicket);
        hash.add(state.servers.featureLevel());
        hash.add(state.servers.count());
        state.servers.all().forEach(server -> hash.add(server, state.clientIds));
        hash.add(state.sessions.count());
        state.sessions.all().forEach(hash::add);
        hash.add(state.locks.count());
        state.locks.all().forEach(hash::add);
        hash.add(state.audit.all().size());
        state.audit.all().forEach(hash::add);
        hash.add(state.history);
        hash.add(state.access.all().size());
        state.access.all().forEach(hash::add);
        return hash.hash;
    }

    private void add(RegisteredServer server, ClientIds clientIds) {
        add(server.storageId());
        add(server.clientAddress());
        add(server.peerAddress());
        add(server.observer() ? 1 : 0);
        add(server.standing().name());
        add(server.program().version());
        add(server.program().featureLevel());
        add(clientIds.used(server.server()));
        add(clientIds.free(server.server()).size());
        clientIds.free(server.server()).forEach(this::add);
    }

    private void add(User user) {
        add(user.name());
        add(user.subject());
        add(user.tokens().size());
        user.tokens().forEach(this::add);
        add(user.rules().size());
        user.rules().forEach(rule -> {
            add(rule.right().name());
            add(rule.prefix());
        });
        add(user.quotas().sessions());
        add(user.quotas().locks());
        add(user.quotas().waiters());
        add(user.quotas().watches());
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
        add(session.label());
        add(session.user());
        add(session.answeredUpTo());
        add(session.answers());
        add(session.locksHeld());
        for (Grant grant : session.held()) {
            add(grant.name().text());
            add(grant.mode().holdersMax());
            add(grant.token());
            add(grant.sinceClusterMillis());
            add(grant.sinceWallMillis());
            add(grant.delayMillis());
            add(grant.waitedMillis());
        }
        add(session.waiters().size());
        session.waiters().forEach(this::add);
        Lease lease = session.lease();
        if (lease != null) {
            add(lease);
        }
    }

    private void add(Lease lease) {
        add(lease.key().hash());
        add(lease.millis());
        add(lease.holdMillis());
        add(lease.endsClusterMillis());
    }

    private void add(TokenHash hashed) {
        add(hashed.first());
        add(hashed.second());
        add(hashed.third());
        add(hashed.fourth());
    }

    private void add(Waiter waiter) {
        add(waiter.ticket());
        add(waiter.session().number());
        add(waiter.request());
        add(waiter.locks().size());
        waiter.locks().forEach(lock -> add(lock.name().text()));
        add(waiter.mode().holdersMax());
        add(waiter.sinceClusterMillis());
        add(waiter.deadlineClusterMillis());
        add(waiter.delayMillis());
    }

    /** Adds holders and waiters by number only: the sessions contribute the rest. */
    private void add(Lock lock) {
        add(lock.name().text());
        add(lock.blockedUntilMillis());
        add(lock.holderCount());
        lock.holders().forEach(grant -> add(grant.token()));
        add(lock.waiting());
        lock.queue().forEach(waiter -> add(waiter.ticket()));
    }

    private void add(GrantHistory history) {
        add(history.bytesMax());
        add(history.bytes());
        add(history.lastNumber());
        add(history.droppedWallMillis());
        add(history.count());
        for (GrantChunk chunk : history.chunks()) {
            add(chunk.length());
            for (byte each : chunk.toBytes()) {
                add(each);
            }
        }
    }

    private void add(AuditRecord audited) {
        add(audited.number());
        add(audited.act());
        add(audited.operator());
        add(audited.operatorAddress());
        add(audited.reason());
        add(audited.wallMillis());
    }

    private void add(AuditRecord.Act act) {
        if (act instanceof AuditRecord.ForcedRelease forced) {
            add(forced.holder());
        } else if (act instanceof AuditRecord.ServerRemoval removal) {
            add(removal.server());
            add(removal.way().name());
        } else if (act instanceof AuditRecord.Restoration restoration) {
            add(restoration.clusterId());
            add(restoration.index());
        } else if (act instanceof AuditRecord.LossAccepted loss) {
            add(loss.server());
            add(loss.start());
            add(loss.kept());
            add(loss.known());
        } else if (act instanceof AuditRecord.UserChange change) {
            add(change.user());
            add(change.change());
        } else if (act instanceof AuditRecord.Refusals refusals) {
            add(refusals.server());
            add(refusals.number());
            add(refusals.verb());
            add(refusals.times());
        } else if (act instanceof AuditRecord.MapBytesSet set) {
            add(set.before());
            add(set.now());
        }
    }

    private void add(AnswerMemory answers) {
        add(answers.forgottenUpTo());
        add(answers.count());
        answers.forEach((number, answer) -> {
            add(number);
            add(answer);
        });
    }

    /** Covers every result that a request can have. hashCode may differ between virtual machines, so it is not used. */
    private void add(CommandResult result) {
        add(result.getClass().getSimpleName());
        if (result instanceof CommandResult.Granted granted) {
            add(granted.token());
        } else if (result instanceof CommandResult.Leased leased) {
            add(leased.token());
            add(leased.clientId());
            add(leased.leaseMillis());
        } else if (result instanceof CommandResult.Released released) {
            add(released.token());
        } else if (result instanceof CommandResult.HeldByOther held) {
            add(held.holder());
            add(held.waiting());
        } else if (result instanceof CommandResult.NotOwner notOwner) {
            add(notOwner.holder());
        } else if (result instanceof CommandResult.StaleToken stale) {
            add(stale.holder());
        } else if (result instanceof CommandResult.AlreadyHolds already) {
            add(already.holder());
            add(already.locksPerClient());
        } else if (result instanceof CommandResult.Full full) {
            add(full.bound());
            add(full.limit());
        } else if (result instanceof CommandResult.AlreadyWaits already) {
            add(already.name().text());
            add(already.locksPerClient());
        } else if (result instanceof CommandResult.WaitersAhead others) {
            add(others.name().text());
            add(others.firstClientId());
            add(others.waiting());
        } else if (result instanceof CommandResult.Blocked blocked) {
            add(blocked.name().text());
            add(blocked.untilClusterMillis());
        } else if (result instanceof CommandResult.OtherMode other) {
            add(other.name().text());
            add(other.mode().holdersMax());
        } else if (result instanceof CommandResult.Deadlock deadlock) {
            add(deadlock.cycle().size());
            deadlock.cycle().forEach(link -> {
                add(link.clientId());
                add(link.waitsFor().text());
            });
        } else if (result instanceof CommandResult.NotHeld notHeld) {
            add(notHeld.name().text());
        } else if (!(result instanceof CommandResult.TimedOut || result instanceof CommandResult.Cancelled)) {
            throw new IllegalStateException("not an answer to a request: " + result);
        }
    }

    private void add(HolderStatus holder) {
        add(holder.name().text());
        add(holder.mode().holdersMax());
        add(holder.token());
        add(holder.session());
        add(holder.clientId());
        add(holder.label());
        add(holder.server());
        add(holder.clientAddress());
        add(holder.sinceClusterMillis());
        add(holder.sinceWallMillis());
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
