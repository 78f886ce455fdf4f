package io.lockstep.common.lock;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The waiting requests of one session, in the order of arrival. */
final class WaitingRequests {

    private final Map<Long, Waiter> byNumber = new LinkedHashMap<>();
    private int locksAwaited;
    private long newestTicket;

    @Nullable
    Waiter get(long request) {
        return byNumber.get(request);
    }

    Collection<Waiter> all() {
        return byNumber.values();
    }

    /** Returns how many locks they ask for, without those for grants with their own lease. */
    int locksAwaited() {
        return locksAwaited;
    }

    /** Adds a waiter, perhaps one that another session asked for before: the order of arrival stays. */
    void add(Waiter waiter) {
        byNumber.put(waiter.request(), waiter);
        locksAwaited += ownLocks(waiter);
        if (waiter.ticket() < newestTicket) {
            List<Waiter> inOrder = byNumber.values().stream()
                    .sorted(Comparator.comparingLong(Waiter::ticket))
                    .toList();
            byNumber.clear();
            inOrder.forEach(each -> byNumber.put(each.request(), each));
        }
        newestTicket = Math.max(newestTicket, waiter.ticket());
    }

    void remove(Waiter waiter) {
        if (byNumber.remove(waiter.request()) != waiter) {
            throw new IllegalStateException("does not wait: " + waiter.request());
        }
        locksAwaited -= ownLocks(waiter);
    }

    private static int ownLocks(Waiter waiter) {
        return waiter.isForAsker() ? waiter.locks().size() : 0;
    }
}
