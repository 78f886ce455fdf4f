package io.lockstep.follower.engine.fitness;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a server that runs but does not work give leadership up: within two seconds of the moment when its disk stops
 * answering, its loop stops turning, or its proposals are no longer committed. Heartbeats go on in all these cases, so
 * the other servers do not notice.
 *
 * <p>It first hands leadership over. If the server still leads half a second later, perhaps because the engine waits
 * for the disk with its lock held, the server falls silent, and the others elect a leader. Until the server works again
 * it stands aside. See {@link Fitness}.
 *
 * <p>Time counts only as far as this thread runs: one look counts for a quarter of a second at most. So a pause of the
 * whole process, after which everything seems to have stood still, proves nothing.
 */
public final class FitnessWatch implements AutoCloseable {

    /** A server with a disk that is silent for longer ends. */
    static final long DISK_HANGS_NANOS = TimeUnit.SECONDS.toNanos(30);

    /** Clients of a server with a disk that is silent for longer should move. Less than they wait for an answer. */
    static final long DISK_SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    static final long DISK_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_400);
    static final long SLOW_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    static final long LOOP_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_400);
    static final long COMMIT_PATIENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1_700);

    /** If another leader cannot commit either, this bounds how often leadership moves. */
    static final long COMMIT_PATIENCE_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);

    static final long HAND_OVER_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
    static final long CALM_NANOS = TimeUnit.SECONDS.toNanos(1);
    static final long CALM_AFTER_NO_COMMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long COUNTED_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(250);

    /** Why a leader is not fit to lead; perhaps the others are not either. */
    private record Ailment(boolean ofOthersToo, String reason) {}

    private final WatchedServer server;
    private final Fitness fitness;
    private final Thread thread = new Thread(this::run, "watchdog");

    private final ObservedTime disk = new ObservedTime();
    private final ObservedTime loop = new ObservedTime();
    private final ObservedTime commit = new ObservedTime();
    private long storedBefore;
    private boolean diskSilent;
    private boolean diskHangs;
    private long commitPatienceNanos = COMMIT_PATIENCE_NANOS;
    private long committingNanos;
    private boolean givingUp;
    private long givingUpNanos;
    private long calmNanos;
    private long calmNanosNeeded = CALM_NANOS;

    /** Does not watch before {@link #start}. */
    public FitnessWatch(WatchedServer server, Fitness fitness) {
        this.server = server;
        this.fitness = fitness;
        thread.setDaemon(true);
    }

    /** Watches from now on, on a thread of its own. */
    public void start() {
        thread.start();
    }

    /** Ends the watch soon. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        long lookedNanos = System.nanoTime();
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
                long nowNanos = System.nanoTime();
                look(nowNanos - lookedNanos);
                lookedNanos = nowNanos;
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** One look at the server. */
    void look(long elapsedNanos) {
        long nanos = Math.min(elapsedNanos, COUNTED_NANOS_MAX);
        boolean leads = server.leadsOthers();
        long diskNanos = disk.look(server.writeInProgress(), nanos);
        long loopNanos = loop.look(server.turn(), nanos);
        long commitNanos = commit.look(leads ? server.awaitedOutcome() : 0, nanos);
        reportDisk(diskNanos);
        regainPatience(leads && commitNanos < SLOW_NANOS, nanos);
        Ailment ailment = leads ? ailment(diskNanos, loopNanos, commitNanos) : null;
        if (ailment != null || diskNanos >= DISK_PATIENCE_NANOS || loopNanos >= LOOP_PATIENCE_NANOS) {
            fitness.standAside();
            calmNanos = 0;
        } else {
            calm(nanos);
        }
        if (givingUp) {
            givingUpNanos += nanos;
            if (leads && givingUpNanos >= HAND_OVER_NANOS) {
                fitness.fallSilent();
            }
        } else if (ailment != null) {
            giveUp(ailment);
        }
    }

    private @Nullable Ailment ailment(long diskNanos, long loopNanos, long commitNanos) {
        if (diskNanos >= DISK_PATIENCE_NANOS && server.storedByOthers() != storedBefore) {
            return new Ailment(false, "its disk has not answered a write for " + millis(diskNanos) + " ms");
        }
        if (loopNanos >= LOOP_PATIENCE_NANOS) {
            return new Ailment(false, "its loop has not turned for " + millis(loopNanos) + " ms");
        }
        // While its own disk is slow too, another leader would hardly do better.
        return commitNanos >= commitPatienceNanos && diskNanos < SLOW_NANOS
                ? new Ailment(true, "none of its proposals was committed for " + millis(commitNanos) + " ms")
                : null;
    }

    private void giveUp(Ailment ailment) {
        givingUp = true;
        givingUpNanos = 0;
        server.handOver(ailment.reason());
        if (ailment.ofOthersToo()) {
            calmNanosNeeded = CALM_AFTER_NO_COMMIT_NANOS;
            commitPatienceNanos = Math.min(2 * commitPatienceNanos, COMMIT_PATIENCE_NANOS_MAX);
        }
    }

    /** A leader that has committed whatever it was to for so long is as good as new. */
    private void regainPatience(boolean commits, long nanos) {
        committingNanos = commits ? committingNanos + nanos : 0;
        if (committingNanos >= COMMIT_PATIENCE_NANOS_MAX) {
            commitPatienceNanos = COMMIT_PATIENCE_NANOS;
        }
    }

    private void calm(long nanos) {
        calmNanos += nanos;
        if (calmNanos >= calmNanosNeeded) {
            calmNanosNeeded = CALM_NANOS;
            givingUp = false;
            fitness.restore();
        }
    }

    private void reportDisk(long diskNanos) {
        if (diskNanos == 0) {
            storedBefore = server.storedByOthers();
        }
        boolean silent = diskNanos >= DISK_SILENT_NANOS;
        if (silent != diskSilent) {
            diskSilent = silent;
            server.diskSilent(silent, millis(diskNanos));
        }
        if (diskNanos >= DISK_HANGS_NANOS && !diskHangs) {
            diskHangs = true;
            server.diskHangs(millis(diskNanos));
        }
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
