package io.lockstep.common.lock;

import java.util.List;

/**
 * A LOCK request that waits: one place in the line of each lock that it asks for. It is granted when it is first in all of
 * them and all of them have room for it; never in part.
 *
 * @param ticket its number in the order of arrival, over all locks; never used again
 * @param request its number within its session
 * @param locks what it asks for, at least one, without repetition
 * @param deadlineClusterMillis when the wait is over without a grant
 * @param delayMillis the lock-delay that its grant shall have
 */
record Claim(
        long ticket,
        Session session,
        long request,
        List<Lock> locks,
        LockMode mode,
        long sinceClusterMillis,
        long deadlineClusterMillis,
        long delayMillis) {

    Claim {
        locks = List.copyOf(locks);
    }

    /** Whether nobody stands before it and every lock has room. */
    boolean grantable() {
        for (Lock lock : locks) {
            if (!equals(lock.firstInLine()) || !lock.hasRoomFor(mode)) {
                return false;
            }
        }
        return true;
    }

    List<LockName> names() {
        return locks.stream().map(Lock::name).toList();
    }

    /** A claim is itself and no other: its session and its locks change. */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(ticket);
    }
}
