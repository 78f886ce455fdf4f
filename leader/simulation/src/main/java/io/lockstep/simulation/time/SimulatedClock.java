package io.lockstep.simulation.time;

import io.lockstep.follower.context.NodeClock;

/**
 * The clocks of one run of one server. The monotonic clock starts at a random value, possibly negative; the wall clock
 * is off by minutes. Both advance with simulated time.
 */
public final class SimulatedClock implements NodeClock {

    private static final long SOME_DAY_MILLIS = 1_780_000_000_000L;
    private static final long WALL_ERROR_MILLIS_MAX = 600_000;

    private final Scheduler scheduler;
    private final long originNanos;
    private final long originWallMillis;

    /** Makes clocks with random offsets. */
    public SimulatedClock(Scheduler scheduler, Randomness random) {
        this.scheduler = scheduler;
        this.originNanos = random.between(-1L << 50, 1L << 50);
        this.originWallMillis = SOME_DAY_MILLIS + random.between(-WALL_ERROR_MILLIS_MAX, WALL_ERROR_MILLIS_MAX);
    }

    @Override
    public long nanoTime() {
        return originNanos + scheduler.nowMicros() * 1_000;
    }

    @Override
    public long wallMillis() {
        return originWallMillis + scheduler.nowMicros() / 1_000;
    }
}
