package io.lockstep.common.lock;

import io.lockstep.common.lock.Command.Acquire;
import io.lockstep.common.lock.Command.Release;
import org.jspecify.annotations.Nullable;

/** Who may take a lock and who may give it back. */
final class LockRules {

    private final ClusterState state;

    LockRules(ClusterState state) {
        this.state = state;
    }

    Decision decide(Session session, Command.Request command) {
        if (command instanceof Acquire acquire) {
            return acquire(session, acquire.name());
        }
        if (command instanceof Release release) {
            return release(session, release);
        }
        throw new IllegalStateException("no rule for " + command);
    }

    private Decision acquire(Session session, LockName name) {
        Grant grant = state.locks.get(name);
        boolean isOwner = grant != null && ClusterState.ownerOf(grant) == session;
        Grant inTheWay = isOwner ? grant : oneTooMany(session);
        if (inTheWay != null) {
            return Decision.refused(new CommandResult.AlreadyHolds(state.holdOf(inTheWay), state.locksPerClient));
        }
        if (grant != null) {
            return Decision.refused(new CommandResult.HeldByOther(state.holdOf(grant)));
        }
        if (state.locks.count() == state.limits.locks()) {
            return Decision.refused(new CommandResult.Full("locks of the cluster", state.limits.locks()));
        }
        return Decision.changed(
                new CommandResult.Granted(state.locks.lastToken() + 1),
                () -> state.locks.grant(name, session, state.clusterMillis, state.wallMillis));
    }

    /** The oldest lock of a session that may hold no more, or null. */
    private @Nullable Grant oneTooMany(Session session) {
        boolean full = state.locksPerClient > 0 && session.locksHeld() >= state.locksPerClient;
        return full ? session.held().first() : null;
    }

    private Decision release(Session session, Release command) {
        Grant grant = state.locks.get(command.name());
        if (grant == null) {
            return Decision.refused(new CommandResult.NotHeld());
        }
        if (ClusterState.ownerOf(grant) != session) {
            return Decision.refused(new CommandResult.NotOwner(state.holdOf(grant)));
        }
        if (command.token() != 0 && command.token() != grant.token()) {
            return Decision.refused(new CommandResult.StaleToken(state.holdOf(grant)));
        }
        return Decision.changed(new CommandResult.Released(grant.token()), () -> state.locks.release(grant));
    }
}
