package io.lockstep.follower.http;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What the loop of a server last said of itself, several times a second. The loop writes it; any thread reads it. */
public final class Pulse {

    /** A loop that was silent for longer is stuck. */
    static final long SILENT_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    private final LongSupplier nanoTime;
    private volatile @Nullable Beat latest;
    private volatile boolean stopping;

    /**
     * One turn of the loop.
     *
     * @param atNanos as {@link System#nanoTime}
     * @param leader the number of the leader; 0 if none is known
     * @param level whether the server may answer from its own map
     */
    record Beat(long atNanos, int leader, boolean level) {}

    /** No turn was made yet. */
    public Pulse() {
        this(System::nanoTime);
    }

    Pulse(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** For the loop: says what a {@link Beat} has. */
    public void beat(int leader, boolean level) {
        latest = new Beat(nanoTime.getAsLong(), leader, level);
    }

    /** The server begins to stop: clients should go elsewhere. */
    public void stops() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** The newest; null before the first. */
    @Nullable
    Beat latest() {
        return latest;
    }

    /** How long ago the newest was; 0 before the first. */
    long silentNanos() {
        Beat known = latest;
        return known == null ? 0 : nanoTime.getAsLong() - known.atNanos;
    }

    /** Whether the loop made turns and makes none any longer. */
    boolean isStuck() {
        return silentNanos() > SILENT_NANOS_MAX;
    }
}
