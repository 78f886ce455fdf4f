package io.lockstep.common.lock;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Carries out grants, releases and waits. The wait queue of a lock is first come, first served: only its first waiter
 * is granted. Each grant costs constant work, however long the queue.
 */
final class WaitQueues {

    private WaitQueues() {}

    /** Grants locks that have room to a session, under the next token. */
    static long grant(
            ClusterState state, Session session, Collection<LockName> names, LockMode mode, long delayMillis) {
        long token = state.locks.takeToken();
        for (LockName name : names) {
            state.locks.hold(new Grant(name, mode, token, state.clusterMillis, state.wallMillis, delayMillis), session);
            state.events.add(new LockEvent.Granted(name, session.number(), session.clientId(), token, mode));
        }
        return token;
    }

    /** Adds a waiter to the wait queues of its locks. */
    static void join(ClusterState state, Waiter waiter) {
        waiter.locks().forEach(lock -> state.locks.enqueue(lock, waiter));
        waiter.session().add(waiter);
        state.dues.add(waiter);
    }

    /** Queues a new request. */
    static void queue(ClusterState state, Session session, Command.Acquire command) {
        Waiter waiter = new Waiter(
                state.takeTicket(),
                session,
                command.request().number(),
                command.names().stream().map(state.locks::of).toList(),
                command.mode(),
                state.clusterMillis,
                state.clusterMillis + command.waitMillis(),
                command.delayMillis());
        join(state, waiter);
        for (Lock lock : waiter.locks()) {
            state.events.add(new LockEvent.Queued(lock.name(), session.number(), session.clientId(), lock.waiting()));
        }
    }

    /** Ends a wait without a grant and answers the request. */
    static void giveUp(ClusterState state, Waiter waiter, LockEvent.Leaving reason, CommandResult answer) {
        Session session = waiter.session();
        leave(state, waiter, reason);
        session.remember(waiter.request(), answer);
        answered(state, waiter, answer);
        grantNext(state, waiter.locks());
    }

    private static void leave(ClusterState state, Waiter waiter, LockEvent.Leaving reason) {
        Session session = waiter.session();
        takeOut(state, waiter);
        for (Lock lock : waiter.locks()) {
            state.events.add(new LockEvent.Unqueued(lock.name(), session.number(), session.clientId(), reason));
        }
    }

    private static void takeOut(ClusterState state, Waiter waiter) {
        waiter.locks().forEach(lock -> state.locks.dequeue(lock, waiter));
        waiter.session().remove(waiter);
        state.dues.remove(waiter);
    }

    private static void answered(ClusterState state, Waiter waiter, CommandResult answer) {
        Session session = waiter.session();
        state.events.add(new LockEvent.Answered(
                waiter.locks().get(0).name(), session.number(), session.clientId(), waiter.request(), answer));
    }

    /** Ends grants and grants what becomes free to the next waiters. */
    static void release(ClusterState state, List<Grant> grants, LockEvent.Ending reason) {
        List<Lock> locks = new ArrayList<>(grants.size());
        for (Grant grant : grants) {
            locks.add(end(state, grant, reason));
        }
        grantNext(state, locks);
    }

    private static Lock end(ClusterState state, Grant grant, LockEvent.Ending reason) {
        Session owner = grant.ownerInMap();
        Lock lock = state.locks.release(grant);
        long heldMillis = state.clusterMillis - grant.sinceClusterMillis();
        state.events.add(new LockEvent.Released(
                grant.name(), owner.number(), owner.clientId(), grant.token(), reason, heldMillis));
        long untilMillis = state.clusterMillis + grant.delayMillis();
        if (reason.delays() && grant.delayMillis() > 0 && untilMillis > lock.blockedUntilMillis()) {
            state.dues.remove(lock);
            lock.block(untilMillis);
            state.dues.add(lock);
        }
        return lock;
    }

    /** Ends a lock-delay. */
    static void unblock(ClusterState state, Lock lock) {
        lock.block(0);
        grantNext(state, List.of(lock));
    }

    /**
     * Ends sessions: removes their waiters and releases their locks. All at once, so that none of them is granted what
     * another one releases.
     */
    static void end(
            ClusterState state, Collection<Session> sessions, LockEvent.Leaving leaving, LockEvent.Ending ending) {
        List<Lock> locks = new ArrayList<>();
        for (Session session : sessions) {
            for (Waiter waiter : List.copyOf(session.waiters())) {
                leave(state, waiter, leaving);
                locks.addAll(waiter.locks());
            }
        }
        for (Session session : sessions) {
            for (Grant grant : List.copyOf(session.held().all())) {
                locks.add(end(state, grant, ending));
            }
            state.clientIds.giveBack(session.clientId());
            state.sessions.remove(session);
        }
        grantNext(state, locks);
    }

    /** Grants all that the wait queues of these locks allow now, and drops those of the locks that are idle. */
    static void grantNext(ClusterState state, Collection<Lock> changed) {
        ArrayDeque<Lock> locks = new ArrayDeque<>(changed);
        while (!locks.isEmpty()) {
            Lock lock = locks.remove();
            Waiter first = lock.firstWaiter();
            while (first != null && first.grantable()) {
                grant(state, first);
                for (Lock other : first.locks()) {
                    if (other != lock) {
                        locks.add(other);
                    }
                }
                first = lock.firstWaiter();
            }
            state.locks.dropIfIdle(lock);
        }
    }

    private static void grant(ClusterState state, Waiter waiter) {
        Session session = waiter.session();
        takeOut(state, waiter);
        long token = grant(state, session, waiter.names(), waiter.mode(), waiter.delayMillis());
        CommandResult answer = new CommandResult.Granted(token);
        session.remember(waiter.request(), answer);
        answered(state, waiter, answer);
    }
}
