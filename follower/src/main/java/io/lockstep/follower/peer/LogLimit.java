package io.lockstep.follower.peer;

import java.util.HashMap;
import java.util.Map;

/** Keeps attempts that repeat many times a second from filling the log. Any thread. */
public final class LogLimit {

    private static final long INTERVAL_NANOS = 10_000_000_000L;
    private static final int SUBJECTS_MAX = 256;

    private final Map<String, Long> lastNanos = new HashMap<>();

    /** Whether {@code subject} may be logged now: once in ten seconds. */
    public synchronized boolean allows(String subject) {
        long now = System.nanoTime();
        Long last = lastNanos.get(subject);
        if (last != null && now - last < INTERVAL_NANOS) {
            return false;
        }
        if (lastNanos.size() >= SUBJECTS_MAX) {
            lastNanos.clear();
        }
        lastNanos.put(subject, now);
        return true;
    }
}
