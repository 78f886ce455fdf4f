package io.lockstep.follower.map;

import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.context.NodeClock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * This server's replica of the lock map, its applied index, and the callbacks that wait for a later index. Loop thread
 * only.
 */
public final class ReplicatedMap {

    /** Withdraws nothing. */
    public static final Runnable NOTHING_TO_WITHDRAW = () -> {};

    private final NodeClock clock;
    private LockStateMachine machine = new LockStateMachine();
    private long appliedIndex;
    private long appliedNanos;
    private final IndexWaiters waiters = new IndexWaiters();

    /** An empty map, at index 0. */
    public ReplicatedMap(NodeClock clock) {
        this.clock = clock;
        this.appliedNanos = clock.nanoTime();
    }

    /** The lock map itself. A snapshot replaces it, so callers must not keep it. */
    public LockStateMachine machine() {
        return machine;
    }

    /** Index of the newest entry in the map; 0 while it is empty. */
    public long appliedIndex() {
        return appliedIndex;
    }

    /** Cluster time, extrapolated with this server's clock since the newest entry. For display only. */
    public long clusterMillisAbout() {
        return machine.clusterMillis() + TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - appliedNanos);
    }

    /**
     * Applies an entry. Waiting callbacks run only in {@link #wakeWaiters}.
     *
     * @return one effect for each command of the entry
     * @throws IllegalStateException if {@code index} is not above the applied index
     */
    public List<Effect> apply(long index, Entry entry) {
        passOver(index);
        List<Effect> effects = machine.apply(entry);
        appliedNanos = clock.nanoTime();
        return effects;
    }

    /**
     * Applies nothing at this place of the log.
     *
     * @throws IllegalStateException if {@code index} is not above the applied index
     */
    public void passOver(long index) {
        if (index <= appliedIndex) {
            throw new IllegalStateException("entry " + index + " was given after " + appliedIndex);
        }
        appliedIndex = index;
    }

    /** Replaces the map by that of a snapshot. Waiting callbacks run only in {@link #wakeWaiters}. */
    public void replace(long index, LockStateMachine loaded) {
        machine = loaded;
        appliedIndex = index;
        appliedNanos = clock.nanoTime();
    }

    /**
     * Runs {@code then} once the map is at {@code index}: now, or in a later {@link #wakeWaiters}.
     *
     * @return withdraws {@code then}, so that it is neither run nor kept; has no effect after {@code then} has run
     */
    public Runnable whenAt(long index, Runnable then) {
        if (appliedIndex >= index) {
            then.run();
            return NOTHING_TO_WITHDRAW;
        }
        IndexWaiters.Waiter waiter = waiters.add(index, then);
        return () -> waiters.remove(waiter);
    }

    /** Runs the callbacks whose index the map has reached, in the order of their indexes. */
    public void wakeWaiters() {
        waiters.wake(() -> appliedIndex, Integer.MAX_VALUE);
    }
}
