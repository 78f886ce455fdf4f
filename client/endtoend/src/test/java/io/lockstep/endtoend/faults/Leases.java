package io.lockstep.endtoend.faults;

import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Measures when leases end, on real servers without faults that are busy with other clients: never while they are
 * renewed, even if at the last moment, and soon after the renewals stop.
 */
final class Leases {

    private static final int SERVERS = 3;
    private static final long TTL_MILLIS = 1_000;
    private static final long TTL_NANOS = TimeUnit.MILLISECONDS.toNanos(TTL_MILLIS);
    private static final long LAST_MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int BUSY_CLIENTS = 32;

    /**
     * The result.
     *
     * @param renewals the number of renewals at the last moment, of all sessions together
     * @param early the number of sessions that ended too early
     * @param late the number of sessions whose client renewed too late, on a busy machine
     * @param notBefore for silent sessions, the time from sending the last request to the grant to the next waiter
     * @param notAfter the same from the answer to that request
     */
    record Outcome(long renewals, long early, long late, Spread notBefore, Spread notAfter) {}

    private final AtomicLong renewals = new AtomicLong();
    private final AtomicLong early = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final List<Long> notBefore = Collections.synchronizedList(new ArrayList<>());
    private final List<Long> notAfter = Collections.synchronizedList(new ArrayList<>());

    private interface Work {
        void run(int number) throws IOException, InterruptedException;
    }

    /** Keeps this many sessions for this time, while as many others fall silent, each a few times. */
    Outcome run(int sessions, int seconds) throws InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (RealCluster cluster = RealCluster.start(SERVERS)) {
            List<String> load = Jars.client(
                    "bench",
                    "--server=" + cluster.addresses(1),
                    "--clients=" + BUSY_CLIENTS,
                    "--warmup=0",
                    "--seconds=" + (seconds + 60));
            try (RunningProcess busy = RunningProcess.start("load", cluster.directory(), Map.of(), load)) {
                long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
                List<Future<?>> running = new ArrayList<>();
                for (int i = 0; i < sessions; i++) {
                    running.add(start(threads, i, number -> keep(cluster, number, endNanos)));
                    running.add(start(threads, i, number -> fallSilent(cluster, number, endNanos)));
                }
                for (Future<?> each : running) {
                    each.get();
                }
                if (!busy.isAlive()) {
                    throw new AssertionError("the load ended by itself:\n" + busy.text());
                }
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return new Outcome(
                renewals.get(), early.get(), late.get(), Spread.ofNanos(notBefore), Spread.ofNanos(notAfter));
    }

    private static Future<?> start(ExecutorService threads, int number, Work work) {
        return threads.submit(() -> {
            work.run(number);
            return null;
        });
    }

    /** Renews a session only when its lease has nearly ended. */
    private void keep(RealCluster cluster, int number, long endNanos) throws IOException, InterruptedException {
        while (endNanos - System.nanoTime() > 0) {
            try (LineClient client = cluster.connect(number % SERVERS + 1)) {
                long sentNanos = System.nanoTime();
                client.ask("HELLO ttl=" + TTL_MILLIS + "ms");
                sentNanos = keep(client, sentNanos, endNanos);
                if (endNanos - System.nanoTime() > 0) {
                    boolean couldHaveEnded = System.nanoTime() - sentNanos > TTL_NANOS;
                    (couldHaveEnded ? late : early).incrementAndGet();
                }
            }
        }
    }

    /** Renews until the session has ended or time is up; returns when the last answered renewal was sent. */
    private long keep(LineClient client, long firstSentNanos, long endNanos) throws InterruptedException {
        long sentNanos = firstSentNanos;
        while (endNanos - System.nanoTime() > 0) {
            TimeUnit.NANOSECONDS.sleep(sentNanos + TTL_NANOS - LAST_MOMENT_NANOS - System.nanoTime());
            long nowNanos = System.nanoTime();
            try {
                if (!client.ask("PING").ok()) {
                    return sentNanos;
                }
            } catch (IOException e) {
                return sentNanos;
            }
            sentNanos = nowNanos;
            renewals.incrementAndGet();
        }
        return sentNanos;
    }

    /** Holds a lock and falls silent, while another client waits for it. */
    private void fallSilent(RealCluster cluster, int number, long endNanos) throws IOException {
        int round = 0;
        do {
            String lock = "silent-" + number + "-" + ++round;
            try (LineClient holder = cluster.connect(number % SERVERS + 1);
                    LineClient next = cluster.connect((number + 1) % SERVERS + 1)) {
                next.ask("HELLO ttl=60s");
                holder.ask("HELLO ttl=" + TTL_MILLIS + "ms");
                require(holder.ask("LOCK " + lock));
                next.send("LOCK " + lock + " wait=15s");
                long sentNanos = System.nanoTime();
                require(holder.ask("PING"));
                long answeredNanos = System.nanoTime();
                require(next.answer());
                long grantedNanos = System.nanoTime();
                notBefore.add(grantedNanos - sentNanos);
                notAfter.add(grantedNanos - answeredNanos);
                if (grantedNanos - sentNanos < TTL_NANOS) {
                    early.incrementAndGet();
                }
            }
        } while (endNanos - System.nanoTime() > 0);
    }

    private static void require(LineClient.Answer answer) {
        if (!answer.ok()) {
            throw new AssertionError(answer.line());
        }
    }
}
