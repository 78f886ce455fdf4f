package io.lockstep.follower.context;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still until a test moves it on. */
public final class TestClock implements NodeClock {

    private final AtomicLong nanos = new AtomicLong();

    /** Moves it on. */
    public void pass(long millis) {
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    @Override
    public long wallMillis() {
        return 0;
    }
}
