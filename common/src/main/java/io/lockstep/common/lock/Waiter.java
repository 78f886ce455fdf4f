package io.lockstep.common.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.table.TicketQueue;
import java.util.List;

/**
 * A waiting LOCK request, with a position in the wait queue of each of its locks. It is granted when it is first in all
 * of these queues and all of its locks have room; never in part.
 */
final class Waiter implements TicketQueue.Ticketed {

    private final long ticket;
    private final Session session;
    private Session asker;
    private long request;
    private final List<Lock> locks;
    private final LockMode mode;
    private final long sinceClusterMillis;
    private long deadlineClusterMillis;
    private final long delayMillis;

    Waiter(
            long ticket,
            Session session,
            Session asker,
            long request,
            List<Lock> locks,
            LockMode mode,
            long sinceClusterMillis,
            long deadlineClusterMillis,
            long delayMillis) {
        this.ticket = ticket;
        this.session = session;
        this.asker = asker;
        this.request = request;
        this.locks = List.copyOf(locks);
        this.mode = mode;
        this.sinceClusterMillis = sinceClusterMillis;
        this.deadlineClusterMillis = deadlineClusterMillis;
        this.delayMillis = delayMillis;
    }

    /** Returns whether it is first in all its queues and all its locks have room. */
    boolean grantable() {
        for (Lock lock : locks) {
            if (lock.firstWaiter() != this || !lock.hasRoomFor(mode)) {
                return false;
            }
        }
        return true;
    }

    /** Returns its number in the order of arrival over all locks; never reused. */
    @Override
    public long ticket() {
        return ticket;
    }

    /** Returns the session that is to hold the locks. */
    Session session() {
        return session;
    }

    /** Returns the session that sent the request and gets the answer. */
    Session asker() {
        return asker;
    }

    /** Returns whether the session that asks is to hold the locks. */
    boolean isForAsker() {
        return asker == session;
    }

    /** Gives the place in the wait queues to another request, with another time-out. It must be in no table. */
    void askedBy(Session newAsker, long newRequest, long newDeadlineClusterMillis) {
        asker = newAsker;
        request = newRequest;
        deadlineClusterMillis = newDeadlineClusterMillis;
    }

    /** Returns the request number within the session that asks. */
    long request() {
        return request;
    }

    /** Returns its locks, at least one, without repetition. */
    List<Lock> locks() {
        return locks;
    }

    List<LockName> names() {
        return locks.stream().map(Lock::name).toList();
    }

    LockMode mode() {
        return mode;
    }

    long sinceClusterMillis() {
        return sinceClusterMillis;
    }

    /** Returns the cluster time at which the wait times out. */
    long deadlineClusterMillis() {
        return deadlineClusterMillis;
    }

    /** Returns the lock-delay of its grant. */
    long delayMillis() {
        return delayMillis;
    }
}
