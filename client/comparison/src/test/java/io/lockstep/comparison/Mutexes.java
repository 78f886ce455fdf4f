package io.lockstep.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Threads that all want one mutex of a client library, and take and release it as often as they get it. */
final class Mutexes {

    /** The mutex of one thread. */
    interface Mutex {
        void lock() throws Exception;

        void unlock() throws Exception;
    }

    private Mutexes() {}

    static Figure run(Task task, List<? extends Mutex> mutexes) throws Exception {
        Histogram nanos = new ConcurrentHistogram(3);
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong countFromNanos =
                new AtomicLong(System.nanoTime() + task.warmup().toNanos());
        AtomicLong handOvers = new AtomicLong();
        AtomicReference<Exception> failure = new AtomicReference<>();
        List<Thread> threads = new ArrayList<>();
        for (Mutex mutex : mutexes) {
            Thread thread = new Thread(() -> {
                try {
                    while (!over.get()) {
                        long begunNanos = System.nanoTime();
                        mutex.lock();
                        long nowNanos = System.nanoTime();
                        if (nowNanos - countFromNanos.get() >= 0 && !over.get()) {
                            handOvers.incrementAndGet();
                            nanos.recordValue(nowNanos - begunNanos);
                        }
                        mutex.unlock();
                    }
                } catch (Exception e) {
                    failure.compareAndSet(null, e);
                }
            });
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
        Thread.sleep(task.warmup().plus(task.measured()).toMillis());
        over.set(true);
        double seconds = (System.nanoTime() - countFromNanos.get()) / 1e9;
        for (Thread thread : threads) {
            thread.join();
        }
        if (failure.get() != null) {
            throw failure.get();
        }
        return Figure.of(handOvers.get() / seconds, nanos);
    }
}
