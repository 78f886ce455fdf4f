package io.lockstep.client.bench.failover;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Finds the gap of each fault among the grants of all clients: the longest one that ends between the fault and the
 * next. Safe for any thread. Times are monotonic nanoseconds.
 */
public final class FaultGaps {

    private static final double NANOS_PER_MILLI = 1e6;

    /** A grant soon after a fault may have been on its way, or the fault may not have had its effect yet. */
    private static final long EFFECT_NANOS = 1_000_000_000L;

    private final BiConsumer<Integer, FaultGap> onOver;
    private final long[] lastNanos;
    private final boolean[] grantedSince;
    private final List<FaultGap> ended = new ArrayList<>();
    private long lastAnyNanos;
    private boolean faulty;
    private long faultNanos;
    private long anyNanos;
    private long slowestNanos;
    private volatile boolean over;

    /**
     * @param onOver called once for each fault, with its number from 1, when each client has had a grant at least a
     *     second after it; must not block
     */
    public FaultGaps(int clients, long startNanos, BiConsumer<Integer, FaultGap> onOver) {
        this.onOver = onOver;
        this.lastNanos = new long[clients];
        this.grantedSince = new boolean[clients];
        this.lastAnyNanos = startNanos;
        Arrays.fill(lastNanos, startNanos);
    }

    /** A fault happens. Ends the account of the one before. */
    public synchronized void fault(long nowNanos) {
        endFault();
        faulty = true;
        faultNanos = nowNanos;
        Arrays.fill(grantedSince, false);
        anyNanos = 0;
        slowestNanos = 0;
    }

    /** A client got a grant. */
    synchronized void granted(int client, long nowNanos) {
        anyNanos = Math.max(anyNanos, nowNanos - lastAnyNanos);
        slowestNanos = Math.max(slowestNanos, nowNanos - lastNanos[client]);
        lastAnyNanos = nowNanos;
        boolean wasOver = isOver();
        grantedSince[client] |= nowNanos - faultNanos > EFFECT_NANOS;
        lastNanos[client] = nowNanos;
        if (faulty && !wasOver && isOver()) {
            onOver.accept(ended.size() + 1, gap());
        }
    }

    /** There will be no more faults, and the run may end. */
    public void end() {
        over = true;
    }

    boolean isEnded() {
        return over;
    }

    /** The gaps of all faults, in order. Ends the account of the last one. */
    public synchronized List<FaultGap> all() {
        endFault();
        return List.copyOf(ended);
    }

    private void endFault() {
        if (faulty) {
            ended.add(gap());
            faulty = false;
        }
    }

    private FaultGap gap() {
        return new FaultGap(anyNanos / NANOS_PER_MILLI, slowestNanos / NANOS_PER_MILLI);
    }

    private boolean isOver() {
        for (boolean granted : grantedSince) {
            if (!granted) {
                return false;
            }
        }
        return true;
    }
}
