package io.lockstep.follower.metrics;

import java.util.concurrent.atomic.AtomicLong;

/** A number that only rises. One thread at a time writes it; any thread reads it. */
public final class Count {

    private final AtomicLong value = new AtomicLong();

    /** Zero. */
    public Count() {}

    /** Adds one. */
    public void increase() {
        add(1);
    }

    /** Adds so many. There is one writer, so this needs no atomic addition. */
    public void add(long many) {
        value.setRelease(value.getPlain() + many);
    }

    /** The number. */
    public long value() {
        return value.getAcquire();
    }
}
