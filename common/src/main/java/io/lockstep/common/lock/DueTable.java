package io.lockstep.common.lock;

import io.lockstep.common.size.MapBytes;
import io.lockstep.common.size.MapSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What ends at a moment of cluster time: waits, lock-delays and leases of grants, ordered by that moment. */
final class DueTable {

    /**
     * One thing that becomes due.
     *
     * @param waiter the request whose wait ends; null for another thing
     * @param blocked the lock whose delay ends; null for another thing
     * @param leased the session whose lease ends; null for another thing
     */
    record Due(
            long atClusterMillis,
            @Nullable Waiter waiter,
            @Nullable Lock blocked,
            @Nullable Session leased) {

        /**
         * Orders what is due at one moment: lock-delays first, by name, then waits in the order of arrival, then leases
         * in the order of sessions.
         */
        private long ticket() {
            return waiter == null ? 0 : waiter.ticket();
        }

        private long session() {
            return leased == null ? 0 : leased.number();
        }

        private String name() {
            return blocked == null ? "" : blocked.name().text();
        }
    }

    private static final Comparator<Due> BY_TIME = Comparator.comparingLong(Due::atClusterMillis)
            .thenComparingLong(Due::session)
            .thenComparingLong(Due::ticket)
            .thenComparing(Due::name);

    private final TreeSet<Due> dues = new TreeSet<>(BY_TIME);
    private final MapSize size;

    DueTable(MapSize size) {
        this.size = size;
    }

    void add(Waiter waiter) {
        add(new Due(waiter.deadlineClusterMillis(), waiter, null, null));
    }

    void remove(Waiter waiter) {
        remove(new Due(waiter.deadlineClusterMillis(), waiter, null, null));
    }

    void add(Lock blocked) {
        add(new Due(blocked.blockedUntilMillis(), null, blocked, null));
    }

    /** Removes the end of a lock's delay, if there is one. */
    void remove(Lock blocked) {
        remove(new Due(blocked.blockedUntilMillis(), null, blocked, null));
    }

    /** Adds the end of a session's lease, which has begun. */
    void add(Session leased, Lease lease) {
        add(new Due(lease.endsClusterMillis(), null, null, leased));
    }

    /** Removes the end of a session's lease, if it has begun. */
    void remove(Session leased, Lease lease) {
        remove(new Due(lease.endsClusterMillis(), null, null, leased));
    }

    private void add(Due due) {
        if (dues.add(due)) {
            size.add(bytesOf(due));
        }
    }

    private void remove(Due due) {
        if (dues.remove(due)) {
            size.add(-bytesOf(due));
        }
    }

    private static long bytesOf(Due due) {
        if (due.waiter != null) {
            return MapBytes.ofWaiter(due.waiter.names(), due.waiter.mode());
        }
        // The session counts its lease.
        return due.blocked != null ? MapBytes.LOCK_DELAY : 0;
    }

    /** Returns the locks under lock-delay, in the order in which they become free. */
    List<Lock> blocked() {
        List<Lock> blocked = new ArrayList<>();
        for (Due due : dues) {
            if (due.blocked != null) {
                blocked.add(due.blocked);
            }
        }
        return blocked;
    }

    /** Returns what is due first; null if the table is empty. */
    @Nullable
    Due first() {
        return dues.isEmpty() ? null : dues.first();
    }

    /** Removes and returns what is due first if that is at or before {@code clusterMillis}; null otherwise. */
    @Nullable
    Due takeUntil(long clusterMillis) {
        Due first = first();
        if (first == null || first.atClusterMillis > clusterMillis) {
            return null;
        }
        remove(first);
        return first;
    }
}
