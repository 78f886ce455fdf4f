package io.lockstep.follower.server;

import io.lockstep.program.ExitCode;
import io.lockstep.program.LogOutput;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends a process that has failed: in order if it can, and in any case. Its thread starts with the process, as there may
 * be no room for one more when it is needed.
 */
final class LastResort {

    private static final Logger LOG = LoggerFactory.getLogger(LastResort.class);

    private static final int SECONDS = 20;
    private static final int CAUSES_MAX = 16;

    private static final Object MONITOR = new Object();
    private static boolean prepared;
    private static boolean armed;
    private static long endNanos;
    private static int status;

    private LastResort() {}

    /** Makes no thread die silently: without it the server would seem to run and not do its work. */
    static void prepare() {
        startThread();
        Thread.setDefaultUncaughtExceptionHandler(LastResort::threadDied);
    }

    private static void threadDied(Thread thread, Throwable bug) {
        endSoon(ExitCode.INTERNAL, bug);
        LOG.error("A bug ended the thread {}, so this server stops", thread.getName(), bug);
        LogOutput.flushBeforeEnd();
        System.exit(ExitCode.INTERNAL);
    }

    /**
     * Ends the process with this exit status unless it ends by itself soon, because its disk or its loop hangs. Ends it
     * at once if there is no memory: what else was left undone then, nobody knows. Any thread.
     */
    static void endSoon(int exitCode, @Nullable Throwable cause) {
        endSoon(exitCode);
        Throwable each = cause;
        for (int i = 0; each != null && i < CAUSES_MAX; i++) {
            if (each instanceof OutOfMemoryError) {
                endWithoutMemory(each);
            }
            each = each.getCause();
        }
    }

    /** The same if the cause is no exception. */
    static void endSoon(int exitCode) {
        startThread();
        synchronized (MONITOR) {
            if (!armed) {
                armed = true;
                endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
                status = exitCode;
                MONITOR.notifyAll();
            }
        }
    }

    private static void endWithoutMemory(Throwable error) {
        try {
            LOG.error("Out of memory, so this server stops: {}", error.getMessage());
            LogOutput.flushBeforeEnd();
        } finally {
            Runtime.getRuntime().halt(ExitCode.INTERNAL);
        }
    }

    private static void startThread() {
        synchronized (MONITOR) {
            if (!prepared) {
                prepared = true;
                Thread thread = new Thread(LastResort::run, "last-resort");
                thread.setDaemon(true);
                thread.start();
            }
        }
    }

    private static void run() {
        synchronized (MONITOR) {
            try {
                while (!armed) {
                    MONITOR.wait();
                }
                for (long left = 1; left > 0; left = endNanos - System.nanoTime()) {
                    TimeUnit.NANOSECONDS.timedWait(MONITOR, left);
                }
            } catch (InterruptedException nobodyElseKnowsThisThread) {
                throw new IllegalStateException(nobodyElseKnowsThisThread);
            }
        }
        LogOutput.flushBeforeEnd();
        Runtime.getRuntime().halt(status);
    }
}
