package io.lockstep.follower.map;

import java.util.TreeSet;
import java.util.function.LongSupplier;

/** Callbacks that wait until the map has applied an index, in the order of their indexes. For the loop thread. */
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
     * Forgets a callback.
     *
     * @return false if it has run already, or was removed before
     */
    public boolean remove(Waiter waiter) {
        return waiters.remove(waiter);
    }

    /** Runs the callbacks whose index is applied. A callback may add others. */
    public void wake(LongSupplier appliedIndex) {
        while (!waiters.isEmpty() && waiters.first().index <= appliedIndex.getAsLong()) {
            waiters.pollFirst().then.run();
        }
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
