package io.lockstep.follower.http;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** What a server knows of its own health. Any thread; waits for a moment at most. */
final class HealthFacts {

    /** After the whole process stood still, the loop needs a moment to say that it turns. */
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    /** The server; null while it reads its data. */
    private volatile @Nullable Backing backing;

    /** The server has read its data. */
    void started(Backing served) {
        backing = served;
    }

    @Nullable
    Backing backing() {
        return backing;
    }

    /** Whether the data is read, and the loop has made a turn with it. */
    boolean hasStarted() {
        Backing known = backing;
        return known != null && known.pulse().latest() != null;
    }

    boolean isStopping() {
        Backing known = backing;
        return known != null && known.pulse().isStopping();
    }

    long loopSilentNanos() {
        Backing known = backing;
        return known == null ? 0 : known.pulse().silentNanos();
    }

    boolean isLoopStuck() {
        Backing known = backing;
        if (known == null || !known.pulse().isStuck()) {
            return false;
        }
        LockSupport.parkNanos(MOMENT_NANOS);
        return known.pulse().isStuck();
    }

    long diskSilentMillis() {
        Backing known = backing;
        return known == null ? 0 : known.metrics().log().diskSilentMillis();
    }

    int leader() {
        Pulse.Beat beat = beat();
        return beat == null ? 0 : beat.leader();
    }

    boolean isLevel() {
        Pulse.Beat beat = beat();
        return beat != null && beat.level();
    }

    /** How long ago what is applied was all that was committed. */
    long behindMillis() {
        Backing known = backing;
        return known == null ? 0 : known.metrics().log().behindMillis();
    }

    private Pulse.@Nullable Beat beat() {
        Backing known = backing;
        return known == null ? null : known.pulse().latest();
    }
}
