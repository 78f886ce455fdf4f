package io.lockstep.follower.engine.failover;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * How late this server and its leader were in the last {@value #SECONDS} seconds. Few stalls may be accidents, such as
 * a paused process. More are a habit of the machine that must be expected to go on. Not thread-safe.
 */
final class StallRecord {

    static final int SECONDS = 20;

    /** So many stalls count as accidents, however long they are. */
    static final int ACCIDENTS = 5;

    private static final int STALLS_MAX = 1_000;

    private final Deque<Stall> stalls = new ArrayDeque<>();

    private record Stall(long atNanos, long millis) {}

    /** Something was late by this much. */
    void late(long nowNanos, long millis) {
        if (stalls.size() >= STALLS_MAX) {
            stalls.remove();
        }
        stalls.add(new Stall(nowNanos, millis));
    }

    /** The longest stall but for the accidents; 0 if there was none. */
    long habitualMillis(long nowNanos) {
        while (!stalls.isEmpty() && nowNanos - stalls.element().atNanos >= TimeUnit.SECONDS.toNanos(SECONDS)) {
            stalls.remove();
        }
        return stalls.stream()
                .map(Stall::millis)
                .sorted((one, other) -> Long.compare(other, one))
                .skip(ACCIDENTS)
                .findFirst()
                .orElse(0L);
    }
}
