package io.lockstep.common.lock;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.util.List;

/**
 * A LOCK request that waits: one place in the line of each lock that it asks for. It is granted when it is first in all of
 * them and all of them have room for it; never in part.
 */
final class Waiter {

    private final long ticket;
    private final Session session;
    private final long request;
    private final List<Lock> locks;
    private final LockMode mode;
    private final long sinceClusterMillis;
    private final long deadlineClusterMillis;
    private final long delayMillis;

    Waiter(
            long ticket,
            Session session,
            long request,
            List<Lock> locks,
            LockMode mode,
            long sinceClusterMillis,
            long deadlineClusterMillis,
            long delayMillis) {
        this.ticket = ticket;
        this.session = session;
        this.request = request;
        this.locks = List.copyOf(locks);
        this.mode = mode;
        this.sinceClusterMillis = sinceClusterMillis;
        this.deadlineClusterMillis = deadlineClusterMillis;
        this.delayMillis = delayMillis;
    }

    /** Whether nobody stands before it and every lock has room. */
    boolean grantable() {
        for (Lock lock : locks) {
            if (lock.firstInLine() != this || !lock.hasRoomFor(mode)) {
                return false;
            }
        }
        return true;
    }

    /** Its number in the order of arrival, over all locks; never used again. */
    long ticket() {
        return ticket;
    }

    Session session() {
        return session;
    }

    /** Its number within its session. */
    long request() {
        return request;
    }

    /** What it asks for, at least one, without repetition. */
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

    /** When the wait is over without a grant. */
    long deadlineClusterMillis() {
        return deadlineClusterMillis;
    }

    /** The lock-delay that its grant shall have. */
    long delayMillis() {
        return delayMillis;
    }
}
