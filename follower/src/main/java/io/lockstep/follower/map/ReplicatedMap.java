package io.lockstep.follower.map;

import io.lockstep.common.command.Effect;
import io.lockstep.common.command.Entry;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.context.NodeClock;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** This server's copy of the lock map, the index it is at, and what waits for it to reach a later one. */
public final class ReplicatedMap {

    /** Withdraws nothing. */
    public static final Runnable NOTHING_TO_WITHDRAW = () -> {};

    private final NodeClock clock;
    private LockStateMachine machine = new LockStateMachine();
    private long appliedIndex;
    private long appliedNanos;
    private final IndexWaiters waiters = new IndexWaiters();

    public ReplicatedMap(NodeClock clock) {
        this.clock = clock;
        this.appliedNanos = clock.nanoTime();
    }

    public LockStateMachine machine() {
        return machine;
    }

    /** Index of the newest entry in the map; 0 while it is empty. */
    public long appliedIndex() {
        return appliedIndex;
    }

    /** Cluster time, carried on by this server's clock since the newest entry: good for display only. */
    public long clusterMillisAbout() {
        return machine.clusterMillis() + TimeUnit.NANOSECONDS.toMillis(clock.nanoTime() - appliedNanos);
    }

    public List<Effect> apply(long index, Entry entry) {
        if (index <= appliedIndex) {
            throw new IllegalStateException("entry " + index + " was given after " + appliedIndex);
        }
        List<Effect> effects = machine.apply(entry);
        appliedIndex = index;
        appliedNanos = clock.nanoTime();
        return effects;
    }

    public void replace(long index, LockStateMachine loaded) {
        machine = loaded;
        appliedIndex = index;
        appliedNanos = clock.nanoTime();
    }

    /**
     * Runs {@code then} as soon as the map is at {@code index}: now, or in a later {@link #wakeWaiters}.
     *
     * @return withdraws {@code then}, so that it is neither run nor kept; without effect once it has run
     */
    public Runnable whenAt(long index, Runnable then) {
        if (appliedIndex >= index) {
            then.run();
            return NOTHING_TO_WITHDRAW;
        }
        IndexWaiters.Waiter waiter = waiters.add(index, then);
        return () -> waiters.remove(waiter);
    }

    /** Runs what waited for an index that the map has reached. */
    public void wakeWaiters() {
        waiters.wake(() -> appliedIndex);
    }
}
