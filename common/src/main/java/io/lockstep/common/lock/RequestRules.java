package io.lockstep.common.lock;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.record.AnswerMemory;
import org.jspecify.annotations.Nullable;

/** Makes requests take effect exactly once: a retry gets the kept answer, other requests go to {@link LockRules}. */
final class RequestRules {

    private final ClusterState state;
    private final LockRules lockRules;
    private final LeaseRules leaseRules;

    RequestRules(ClusterState state) {
        this.state = state;
        lockRules = new LockRules(state);
        leaseRules = new LeaseRules(state, lockRules);
    }

    /**
     * Returns the answer that this request got before, whatever the session's generation is now; null if none is kept.
     */
    @Nullable
    CommandResult storedAnswer(RequestId request) {
        Session session = state.sessions.get(request.session());
        return session == null ? null : session.answers().get(request.number());
    }

    /** Returns the waiting request; null if it does not wait. */
    @Nullable
    Waiter waiter(RequestId request) {
        Session session = state.sessions.get(request.session());
        return session == null ? null : session.waiter(request.number());
    }

    Decision decide(Command.Request command) {
        RequestId request = command.request();
        Session session = state.sessions.get(request.session());
        if (session == null || session.lease() != null) {
            return Decision.refused(new CommandResult.NoSession());
        }
        AnswerMemory answers = session.answers();
        CommandResult stored = answers.get(request.number());
        if (stored != null) {
            return Decision.unchanged(stored);
        }
        Waiter waiter = session.waiter(request.number());
        if (waiter != null) {
            return Decision.unchanged(new CommandResult.Queued(positionOf(waiter)));
        }
        if (session.generation() != request.generation()) {
            return Decision.refused(new CommandResult.TakenOver(session.generation()));
        }
        if (request.number() <= Math.max(session.answeredUpTo(), answers.forgottenUpTo())) {
            return Decision.refused(new CommandResult.StaleRequest(answers.oldest()));
        }
        Decision ofLease = leaseRules.decide(session, command);
        Decision decision = ofLease != null ? ofLease : lockRules.decide(session, command);
        return decision.andAlso(() -> session.remember(request, decision.result()));
    }

    /** Returns the position of a waiting request, which is the answer to its retry. */
    static int positionOf(Waiter waiter) {
        int furthest = 0;
        for (Lock lock : waiter.locks()) {
            furthest = Math.max(furthest, lock.positionOf(waiter));
        }
        return furthest;
    }
}
