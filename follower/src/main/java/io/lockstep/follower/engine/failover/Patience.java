package io.lockstep.follower.engine.failover;

import io.lockstep.follower.engine.wire.ElectionTimes;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * How long this server waits before it takes a silent leader for dead. Its base is short. It grows with the stalls that
 * this server sees of itself (a tick that comes late) and of its leader (a heartbeat that comes late) if they are more
 * than a few, up to {@value #MILLIS_MAX} ms, and shrinks again as these are forgotten after 20 s.
 *
 * <p>A time in which this server itself stood still does not count: it is added to every time-out until the server has
 * had as long as usual to hear from the others. Any thread; never blocks for long.
 */
final class Patience implements ElectionTimes {

    /** The interval between two calls of {@link #ticked}. */
    static final int TICK_MILLIS = 50;

    /** The bound of the time-out of a server that sees stalls. */
    static final int MILLIS_MAX = 4_000;

    /** The bound for a leader without a majority; with its check, each 0.7 s at most, it is 2 s. */
    static final int QUORUM_MILLIS_MAX = 1_250;

    private static final int TICK_LATE_MILLIS = 50;
    private static final int HEARTBEAT_LATE_MILLIS = 100;
    private static final int TIMES_THE_STALL = 4;
    private static final int QUORUM_PERCENT = 90;

    private final int baseMillis;
    private final LongSupplier clock;
    private final StallRecord stalls = new StallRecord();
    private final AtomicBoolean askedForVotes = new AtomicBoolean();
    private int usualMillis;
    private boolean started;
    private long tickedNanos;
    private long standstillMillis;
    private long standstillEndNanos;
    private long heardNanos;
    private long heardTerm;

    /**
     * @param baseMillis on a machine without stalls
     * @param clock monotonic, in nanoseconds
     */
    Patience(int baseMillis, LongSupplier clock) {
        this.baseMillis = baseMillis;
        this.usualMillis = baseMillis;
        this.clock = clock;
    }

    /** From now on there are ticks. */
    synchronized void start() {
        tickedNanos = clock.getAsLong();
        standstillEndNanos = tickedNanos;
        started = true;
    }

    /**
     * Notes that this server runs. Called every {@link #TICK_MILLIS}.
     *
     * @return for how long it stood still before, in milliseconds; 0 if it did not
     */
    synchronized long ticked() {
        long nowNanos = clock.getAsLong();
        long lateMillis = lateMillis(nowNanos);
        if (lateMillis > 0) {
            stalls.late(nowNanos, lateMillis);
            standstillMillis = pastStandstillMillis(nowNanos) + lateMillis;
            standstillEndNanos = nowNanos;
        }
        tickedNanos = nowNanos;
        long habitMillis = TIMES_THE_STALL * stalls.habitualMillis(nowNanos);
        usualMillis = (int) Math.min(maxMillis(), baseMillis + habitMillis);
        return lateMillis;
    }

    /** Notes a message of the leader of this term. */
    synchronized void heard(long term) {
        long nowNanos = clock.getAsLong();
        if (term < heardTerm) {
            return;
        }
        if (term == heardTerm) {
            long ownMillis = standstillEndNanos - heardNanos > 0 ? standstillMillis : 0;
            long gapMillis = millis(nowNanos - heardNanos) - ownMillis - lateMillis(nowNanos);
            if (gapMillis >= HEARTBEAT_MILLIS + HEARTBEAT_LATE_MILLIS) {
                stalls.late(nowNanos, gapMillis - HEARTBEAT_MILLIS);
            }
        }
        heardTerm = term;
        heardNanos = nowNanos;
    }

    /** The time-out without the time in which this server stood still, as of the last tick. */
    synchronized int usualMillis() {
        return usualMillis;
    }

    int maxMillis() {
        return Math.max(MILLIS_MAX, baseMillis);
    }

    @Override
    public synchronized int electionMillis() {
        return usualMillis + standstillMillis(clock.getAsLong());
    }

    @Override
    public synchronized int quorumMillis() {
        int boundMillis = Math.max(QUORUM_MILLIS_MAX, percent(baseMillis));
        return Math.min(boundMillis, percent(usualMillis)) + standstillMillis(clock.getAsLong());
    }

    private static int percent(int millis) {
        return millis * QUORUM_PERCENT / 100;
    }

    @Override
    public void askingForVotes() {
        askedForVotes.set(true);
    }

    /** Whether the engine has asked for votes since the last call. */
    boolean askedForVotes() {
        return askedForVotes.getAndSet(false);
    }

    private int standstillMillis(long nowNanos) {
        return (int) Math.min(Integer.MAX_VALUE / 2, pastStandstillMillis(nowNanos) + lateMillis(nowNanos));
    }

    /** The standstill that ended so recently that the others may not have been heard since. */
    private long pastStandstillMillis(long nowNanos) {
        return millis(nowNanos - standstillEndNanos) < usualMillis ? standstillMillis : 0;
    }

    /** For how long this server stands still just now; 0 if its next tick is not late yet. */
    private long lateMillis(long nowNanos) {
        long lateMillis = millis(nowNanos - tickedNanos) - TICK_MILLIS;
        return started && lateMillis >= TICK_LATE_MILLIS ? lateMillis : 0;
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
