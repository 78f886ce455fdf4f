package io.lockstep.endtoend.torture;

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Repeats a step on a thread of its own until it is told to finish; the last step is done in full. */
final class BackgroundWork {

    private final CountDownLatch finishing = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private @Nullable Thread thread;

    void repeat(Fault.Step step) {
        Thread worker = new Thread(
                () -> {
                    try {
                        while (finishing.getCount() > 0) {
                            step.run();
                        }
                    } catch (InterruptedException | AssertionError e) {
                        failure.set(e);
                    }
                },
                "flapping");
        worker.setDaemon(true);
        worker.start();
        thread = worker;
    }

    /** Waits for a random time up to this long; returns at once when the work is finishing. */
    void pause(int millisMax) throws InterruptedException {
        var unused = finishing.await(ThreadLocalRandom.current().nextInt(millisMax), TimeUnit.MILLISECONDS);
    }

    /** Waits for the end of the last step, and fails if one of them failed. */
    void finish() throws InterruptedException {
        finishing.countDown();
        Objects.requireNonNull(thread).join();
        Throwable cause = failure.get();
        if (cause != null) {
            throw new AssertionError(cause);
        }
    }
}
