package io.lockstep.common.lock;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is to happen at a moment of cluster time: the end of a wait, or of a lock-delay. */
final class DueTable {

    /**
     * One thing that becomes due.
     *
     * @param claim whose wait is over; null for a lock-delay
     * @param blocked whose delay is over; null for a wait
     */
    record Due(
            long atClusterMillis,
            @Nullable Waiter claim,
            @Nullable Lock blocked) {

        /** Lock-delays first, in order of name, then waits in the order they came. */
        private long ticket() {
            return claim == null ? 0 : claim.ticket();
        }

        private String name() {
            return blocked == null ? "" : blocked.name().text();
        }
    }

    private static final Comparator<Due> BY_TIME = Comparator.comparingLong(Due::atClusterMillis)
            .thenComparingLong(Due::ticket)
            .thenComparing(Due::name);

    private final TreeSet<Due> dues = new TreeSet<>(BY_TIME);

    void add(Waiter claim) {
        dues.add(new Due(claim.deadlineClusterMillis(), claim, null));
    }

    void remove(Waiter claim) {
        dues.remove(new Due(claim.deadlineClusterMillis(), claim, null));
    }

    void add(Lock blocked) {
        dues.add(new Due(blocked.blockedUntilMillis(), null, blocked));
    }

    /** Takes out the end of a lock's delay, if it has one. */
    void remove(Lock blocked) {
        dues.remove(new Due(blocked.blockedUntilMillis(), null, blocked));
    }

    /** What is due first; null if nothing is to come. */
    @Nullable
    Due first() {
        return dues.isEmpty() ? null : dues.first();
    }

    /** Takes out what is due first, if that is at or before {@code clusterMillis}. */
    @Nullable
    Due takeUntil(long clusterMillis) {
        Due first = first();
        if (first == null || first.atClusterMillis > clusterMillis) {
            return null;
        }
        dues.remove(first);
        return first;
    }
}
