package io.lockstep.client.session;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Pauses between attempts: each about twice as long as the last, up to a bound, with jitter. For one thread.
 */
public final class Backoff {

    private static final long FIRST_MILLIS = 50;
    private static final long MOST_MILLIS = 1_000;

    private long millis = FIRST_MILLIS;

    /** The pause before the next attempt: half of it fixed, half random. */
    public Duration next() {
        long present = millis;
        millis = Math.min(MOST_MILLIS, millis * 2);
        return Duration.ofMillis(present / 2 + ThreadLocalRandom.current().nextLong(present / 2 + 1));
    }
}
