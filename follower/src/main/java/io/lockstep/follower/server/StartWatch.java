package io.lockstep.follower.server;

import io.lockstep.program.ExitCode;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says so when a step of the start takes long, and ends the process when the step does not end: its disk may not
 * answer, and then nobody would learn why the server is not there.
 */
final class StartWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StartWatch.class);

    private static final int ROUNDS_MAX = 60;
    private static final long ROUND_MILLIS = 10_000;

    private final String step;
    private final long roundMillis;
    private final Runnable onHang;
    private boolean closed;

    private StartWatch(String step, long roundMillis, Runnable onHang) {
        this.step = step;
        this.roundMillis = roundMillis;
        this.onHang = onHang;
    }

    /** Watches until it is closed. */
    static StartWatch over(String step) {
        return over(step, ROUND_MILLIS, () -> Runtime.getRuntime().halt(ExitCode.STORAGE_FAILED));
    }

    static StartWatch over(String step, long roundMillis, Runnable onHang) {
        StartWatch watch = new StartWatch(step, roundMillis, onHang);
        Thread thread = new Thread(watch::watch, "start-watch");
        thread.setDaemon(true);
        thread.start();
        return watch;
    }

    private void watch() {
        long begunNanos = System.nanoTime();
        try {
            for (int round = 1; !closedWithin(begunNanos + round * roundMillis * 1_000_000); round++) {
                long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begunNanos);
                if (round == ROUNDS_MAX) {
                    LOG.error("The start hangs: {} takes {} s, so this server stops; look at its disk", step, seconds);
                    onHang.run();
                    return;
                }
                LOG.info("The start takes long: {} takes {} s so far", step, seconds);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized boolean closedWithin(long untilNanos) throws InterruptedException {
        for (long left = untilNanos - System.nanoTime(); left > 0 && !closed; left = untilNanos - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        return closed;
    }

    /** The step has ended. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
