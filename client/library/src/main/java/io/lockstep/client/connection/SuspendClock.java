package io.lockstep.client.connection;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The monotonic clock, plus the time for which the machine was suspended: the monotonic clock stands still then, and
 * leases do not. It takes a jump of the wall clock for a suspend, unless the time since boot tells otherwise. Safe for
 * any thread.
 */
public final class SuspendClock {

    /** What the wall clock may be ahead of the monotonic one without a suspend, from one look to the next. */
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Seconds since boot, suspends included; on Linux only. */
    private static final Path UPTIME = Path.of("/proc/uptime");

    private final LongSupplier monotonicNanos;
    private final LongSupplier wallMillis;
    private final Supplier<OptionalLong> bootNanos;
    private long wallAhead;
    private long bootAhead;
    private long suspendedNanos;

    /** The clock of this process. */
    public SuspendClock() {
        this(System::nanoTime, System::currentTimeMillis, SuspendClock::uptime);
    }

    /** @param bootNanos the time since boot; empty if it is not known */
    public SuspendClock(LongSupplier monotonicNanos, LongSupplier wallMillis, Supplier<OptionalLong> bootNanos) {
        this.monotonicNanos = monotonicNanos;
        this.wallMillis = wallMillis;
        this.bootNanos = bootNanos;
        long nowNanos = monotonicNanos.getAsLong();
        this.wallAhead = wallNanos() - nowNanos;
        this.bootAhead = bootNanos.get().orElse(0) - nowNanos;
    }

    /** Nanoseconds since some moment. */
    public synchronized long nanoTime() {
        long nowNanos = monotonicNanos.getAsLong();
        long ahead = wallNanos() - nowNanos;
        long jump = ahead - wallAhead;
        wallAhead = ahead;
        if (jump > TOLERANCE_NANOS) {
            suspendedNanos += suspended(jump, nowNanos);
        }
        return nowNanos + suspendedNanos;
    }

    private long suspended(long jump, long nowNanos) {
        OptionalLong boot = bootNanos.get();
        if (boot.isEmpty()) {
            return jump;
        }
        long ahead = boot.getAsLong() - nowNanos;
        long gap = ahead - bootAhead;
        bootAhead = ahead;
        return Math.max(0, gap);
    }

    private long wallNanos() {
        return TimeUnit.MILLISECONDS.toNanos(wallMillis.getAsLong());
    }

    private static OptionalLong uptime() {
        try {
            String seconds = Files.readString(UPTIME).split(" ", 2)[0];
            return OptionalLong.of(TimeUnit.MILLISECONDS.toNanos((long) (Double.parseDouble(seconds) * 1_000)));
        } catch (IOException | NumberFormatException e) {
            // Not Linux: the wall clock has to do.
            return OptionalLong.empty();
        }
    }
}
