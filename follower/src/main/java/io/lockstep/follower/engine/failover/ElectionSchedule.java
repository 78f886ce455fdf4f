package io.lockstep.follower.engine.failover;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * When a follower that hears nothing asks for votes. Voters have different slots, so that they do not stand at the same
 * time and split the votes. After each attempt that brings no leader the next is later by half, up to a bound, with
 * some jitter. Not thread-safe; times are monotonic nanoseconds.
 */
final class ElectionSchedule {

    /** The distance of two slots in percent of the patience: longer than nearly every election takes. */
    static final int SLOT_PERCENT = 20;

    private static final int JITTER_MILLIS = 100;
    private static final double GROWTH = 1.5;

    private final RandomGenerator random;
    private boolean started;
    private long sinceNanos;
    private int attempts;
    private int jitterMillis;

    ElectionSchedule(RandomGenerator random) {
        this.random = random;
    }

    /** There was a leader at this time: another server, or this one. Also called at the start. */
    void leaderSeen(long atNanos) {
        if (!started || atNanos - sinceNanos > 0) {
            started = true;
            sinceNanos = atNanos;
            restart();
        }
    }

    /** This server has asked for votes. */
    void attempted(long atNanos) {
        sinceNanos = atNanos;
        attempts++;
        jitterMillis = random.nextInt(JITTER_MILLIS);
    }

    /** This server stood still until now, and could hear nothing. */
    void stoodStill(long millis) {
        sinceNanos += TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** Another voter is connected again, so an attempt that was in vain may succeed now. */
    void voterReached() {
        restart();
    }

    private void restart() {
        attempts = 0;
        jitterMillis = 0;
    }

    /**
     * When the next attempt is due.
     *
     * @param patienceMillis to wait before the first attempt
     * @param maxMillis the bound of the waits before later ones
     * @param slot of this server, from 0
     */
    long dueNanos(int patienceMillis, int maxMillis, int slot) {
        double waitMillis = Math.min(maxMillis, patienceMillis * Math.pow(GROWTH, attempts));
        long slotMillis = (long) slot * patienceMillis * SLOT_PERCENT / 100;
        long allMillis = (long) waitMillis + Patience.TICK_MILLIS + slotMillis + jitterMillis;
        return sinceNanos + TimeUnit.MILLISECONDS.toNanos(allMillis);
    }
}
