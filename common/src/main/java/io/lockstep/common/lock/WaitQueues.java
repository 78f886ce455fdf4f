package io.lockstep.common.lock;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.record.PastGrant;
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

    /** Grants locks that have room to a session, under the next token. It had waited for them for so long. */
    static long grant(
            ClusterState state,
            Session session,
            Collection<LockName> names,
            LockMode mode,
            long delayMillis,
            long waitedMillis) {
        long token = state.locks.takeToken();
        for (LockName name : names) {
            Grant grant =
                    new Grant(name, mode, token, state.clusterMillis, state.wallMillis, delayMillis, waitedMillis);
            state.locks.hold(grant, session);
            state.events.add(new LockEvent.Granted(name, session.number(), session.clientId(), token, mode));
        }
        Lease lease = session.lease();
        if (lease != null) {
            begin(state, session, lease.from(state.clusterMillis));
        }
        return token;
    }

    private static void begin(ClusterState state, Session session, Lease lease) {
        session.lease(lease);
        state.dues.add(session, lease);
    }

    /** Makes the lease of a grant run for this long from now on. */
    static void extend(ClusterState state, Session session, Lease lease, long leaseMillis) {
        state.dues.remove(session, lease);
        begin(state, session, lease.extended(leaseMillis, state.clusterMillis));
    }

    /** Adds a waiter to the wait queues of its locks. */
    static void join(ClusterState state, Waiter waiter) {
        waiter.locks().forEach(lock -> state.locks.enqueue(lock, waiter));
        waiter.asker().add(waiter);
        state.dues.add(waiter);
        Lease lease = waiter.session().lease();
        if (lease != null) {
            state.keyedWaits.put(lease.key(), waiter);
        }
    }

    /**
     * Queues a new request.
     *
     * @param session which is to hold the locks
     * @param asker which gets the answer
     */
    static void queue(ClusterState state, Session session, Session asker, Command.Acquire command) {
        Waiter waiter = new Waiter(
                state.takeTicket(),
                session,
                asker,
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

    /** Gives the place of a waiting request to a new one. The earlier one is answered as cancelled. */
    static void adopt(ClusterState state, Waiter waiter, Session asker, Command.Acquire command) {
        waiter.asker().remove(waiter);
        state.dues.remove(waiter);
        answer(state, waiter, new CommandResult.Cancelled());
        waiter.askedBy(asker, command.request().number(), state.clusterMillis + command.waitMillis());
        asker.add(waiter);
        state.dues.add(waiter);
    }

    /** Ends a wait without a grant and answers the request. */
    static void giveUp(ClusterState state, Waiter waiter, LockEvent.Leaving reason, CommandResult answer) {
        leave(state, waiter, reason);
        answer(state, waiter, answer);
        grantNext(state, waiter.locks());
    }

    private static void leave(ClusterState state, Waiter waiter, LockEvent.Leaving reason) {
        Session session = waiter.session();
        takeOut(state, waiter);
        for (Lock lock : waiter.locks()) {
            state.events.add(new LockEvent.Unqueued(lock.name(), session.number(), session.clientId(), reason));
        }
        if (session.lease() != null) {
            forget(state, session);
        }
    }

    private static void takeOut(ClusterState state, Waiter waiter) {
        waiter.locks().forEach(lock -> state.locks.dequeue(lock, waiter));
        waiter.asker().remove(waiter);
        state.dues.remove(waiter);
        Lease lease = waiter.session().lease();
        if (lease != null) {
            state.keyedWaits.remove(lease.key());
        }
    }

    private static void answer(ClusterState state, Waiter waiter, CommandResult answer) {
        Session asker = waiter.asker();
        asker.remember(waiter.request(), answer);
        state.events.add(new LockEvent.Answered(
                waiter.locks().get(0).name(), asker.number(), asker.clientId(), waiter.request(), answer));
    }

    /** Ends grants and grants what becomes free to the next waiters. */
    static void release(ClusterState state, List<Grant> grants, LockEvent.Ending reason) {
        List<Lock> locks = new ArrayList<>(grants.size());
        for (Grant grant : grants) {
            locks.add(end(state, grant, reason));
        }
        grantNext(state, locks);
    }

    /** Ends a grant on behalf of its holder, and blocks the lock for so long. */
    static void releaseAndHold(ClusterState state, Grant grant, long holdMillis) {
        grantNext(state, List.of(end(state, grant, LockEvent.Ending.RELEASE, holdMillis)));
    }

    private static Lock end(ClusterState state, Grant grant, LockEvent.Ending reason) {
        return end(state, grant, reason, reason.delays() ? grant.delayMillis() : 0);
    }

    private static Lock end(ClusterState state, Grant grant, LockEvent.Ending reason, long blockedMillis) {
        Session owner = grant.ownerInMap();
        Lock lock = state.locks.release(grant);
        long heldMillis = state.clusterMillis - grant.sinceClusterMillis();
        state.events.add(new LockEvent.Released(
                grant.name(), owner.number(), owner.clientId(), grant.token(), reason, heldMillis));
        remember(state, grant, owner, lock, reason, heldMillis);
        long untilMillis = state.clusterMillis + blockedMillis;
        if (blockedMillis > 0 && untilMillis > lock.blockedUntilMillis()) {
            state.dues.remove(lock);
            lock.block(untilMillis);
            state.dues.add(lock);
        }
        if (owner.lease() != null) {
            forget(state, owner);
        }
        return lock;
    }

    private static void remember(
            ClusterState state, Grant grant, Session owner, Lock lock, LockEvent.Ending reason, long heldMillis) {
        if (state.history.bytesMax() > 0) {
            state.history.add(new PastGrant(
                    state.history.lastNumber() + 1,
                    grant.name(),
                    grant.mode(),
                    grant.token(),
                    owner.clientId(),
                    owner.label(),
                    owner.clientAddress(),
                    grant.sinceWallMillis(),
                    state.wallMillis,
                    heldMillis,
                    grant.waitedMillis(),
                    reason,
                    lock.waiting()));
        }
    }

    /** Removes a session that holds no lock, and whose waiting requests are gone. */
    private static void forget(ClusterState state, Session session) {
        Lease lease = session.lease();
        if (lease != null) {
            state.dues.remove(session, lease);
        }
        state.clientIds.giveBack(session.clientId());
        state.sessions.remove(session);
    }

    /** Ends a lock-delay. */
    static void unblock(ClusterState state, Lock lock) {
        lock.block(0);
        grantNext(state, List.of(lock));
    }

    /**
     * Ends sessions: removes their waiters and releases their locks. All at once, so that none of them is granted what
     * another one releases. A session that is there for one grant ends with the grant, or with the wait for it.
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
            for (Grant grant : List.copyOf(session.held())) {
                locks.add(end(state, grant, ending));
            }
            if (session.lease() == null) {
                forget(state, session);
            }
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
        takeOut(state, waiter);
        Session session = waiter.session();
        long token = grant(
                state,
                session,
                waiter.names(),
                waiter.mode(),
                waiter.delayMillis(),
                state.clusterMillis - waiter.sinceClusterMillis());
        Lease lease = session.lease();
        answer(
                state,
                waiter,
                lease == null
                        ? new CommandResult.Granted(token)
                        : new CommandResult.Leased(token, session.clientId(), lease.millis()));
    }
}
