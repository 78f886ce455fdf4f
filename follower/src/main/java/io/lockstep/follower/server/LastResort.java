package io.lockstep.follower.server;

import java.util.concurrent.TimeUnit;

/** Ends a process that has failed and cannot close what it uses, because its disk or its loop hangs. */
final class LastResort {

    private LastResort() {}

    /** Ends the process with this exit status unless it ends by itself within so many seconds. Any thread. */
    static void endIn(int seconds, int exitCode) {
        Thread thread = new Thread(
                () -> {
                    try {
                        TimeUnit.SECONDS.sleep(seconds);
                        Runtime.getRuntime().halt(exitCode);
                    } catch (InterruptedException nobodyElseKnowsThisThread) {
                        throw new IllegalStateException(nobodyElseKnowsThisThread);
                    }
                },
                "last-resort");
        thread.setDaemon(true);
        thread.start();
    }
}
