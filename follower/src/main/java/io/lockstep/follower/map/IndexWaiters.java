package io.lockstep.follower.map;

import java.util.TreeSet;
import java.util.function.LongSupplier;

/** Callbacks that wait until the map has applied an index, in the order of their indexes. Loop thread only. */
public final class IndexWaiters {

    private final TreeSet<Waiter> waiters = new TreeSet<>();
    private long count;

    /** Keeps {@code then} until {@link #wake} finds its index applied. */
    public Waiter add(long index, Runnable then) {
        Waiter waiter = new Waiter(index, count++, then);
        waiters.add(waiter);
        return waiter;
    }

    /**
     * Removes a callback.
     *
     * @return false if it has already run or been removed
     */
    public boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /**
     * Runs the callbacks whose index is applied, up to {@code callbacksMax} of them. A callback may add others. Returns
     * whether there are more.
     */
    public boolean wake(LongSupplier appliedIndex, int callbacksMax) {
        int left = callbacksMax;
        while (!waiters.isEmpty() && waiters.first().index <= appliedIndex.getAsLong()) {
            if (left-- == 0) {
                return true;
            }
            waiters.pollFirst().then.run();
        }
        return false;
    }

    /** One callback. Those for one index run in the order in which they were added. */
    public record Waiter(long index, long order, Runnable then) implements Comparable<Waiter> {
        @Override
        public int compareTo(Waiter other) {
            int byIndex = Long.compare(index, other.index);
            return byIndex != 0 ? byIndex : Long.compare(order, other.order);
        }
    }
}
