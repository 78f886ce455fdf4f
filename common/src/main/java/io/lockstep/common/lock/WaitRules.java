package io.lockstep.common.lock;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.LockEvent.Ending;
import io.lockstep.common.command.LockEvent.Leaving;
import io.lockstep.common.size.MapBytes;
import java.util.List;

/**
 * Decides how a wait ends without a grant: it times out, or its client cancels it. Also ends lock-delays and the leases
 * of grants, and keeps cluster time in the log while any of these runs.
 */
final class WaitRules {

    /** Most waits and delays that one entry ends, so that no entry takes long. The next entry ends more. */
    private static final int ENDED_MAX = 1_000;

    /**
     * While something is to end, an idle cluster writes its time into the log so often: a new leader goes on from
     * there.
     */
    static final long TIME_KEPT_MILLIS = 500;

    private final ClusterState state;

    WaitRules(ClusterState state) {
        this.state = state;
    }

    Decision cancel(Command.CancelWait command) {
        Session session = state.sessions.get(command.session());
        if (session == null || session.lease() != null) {
            return Decision.refused(new CommandResult.NoSession());
        }
        if (session.generation() != command.generation()) {
            return Decision.refused(new CommandResult.TakenOver(session.generation()));
        }
        CommandResult cancelled = new CommandResult.Cancelled();
        Waiter waiter = session.waiter(command.request());
        if (waiter != null) {
            return Decision.changed(
                    new CommandResult.WaitCancelled(),
                    () -> WaitQueues.giveUp(state, waiter, Leaving.CANCELLED, cancelled));
        }
        if (cancelled.equals(session.answers().get(command.request()))) {
            return Decision.unchanged(new CommandResult.WaitCancelled());
        }
        if (session.isAnswered(command.request())) {
            return Decision.refused(new CommandResult.NotWaiting());
        }
        if (state.size.exceededWith(MapBytes.ANSWER)) {
            return Decision.refused(state.mapFull());
        }
        return Decision.changed(
                new CommandResult.WaitCancelled(), () -> session.remember(command.request(), cancelled));
    }

    Decision passTime(Command.PassTime command) {
        DueTable.Due first = state.dues.first();
        boolean changes = first != null
                && (first.atClusterMillis() <= command.clusterMillis()
                        || state.clusterMillis + TIME_KEPT_MILLIS <= command.clusterMillis());
        return changes
                ? Decision.changed(new CommandResult.TimePassed(), () -> endUntil(command.clusterMillis()))
                : Decision.unchanged(new CommandResult.TimePassed());
    }

    private void endUntil(long clusterMillis) {
        for (int ended = 0; ended < ENDED_MAX; ended++) {
            DueTable.Due due = state.dues.takeUntil(clusterMillis);
            if (due == null) {
                return;
            }
            if (due.waiter() != null) {
                WaitQueues.giveUp(state, due.waiter(), Leaving.TIMEOUT, new CommandResult.TimedOut());
            } else if (due.blocked() != null) {
                WaitQueues.unblock(state, due.blocked());
            } else if (due.leased() != null) {
                WaitQueues.end(state, List.of(due.leased()), Leaving.EXPIRED, Ending.EXPIRED);
            }
        }
    }
}
