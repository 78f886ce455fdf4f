package io.lockstep.endtoend.faults;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.tools.history.Operation.Result;
import io.lockstep.tools.record.GuardedResource;
import io.lockstep.tools.record.Resource;
import io.lockstep.tools.record.ResourceServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Pauses holders of locks, each a process of its own, for longer than their lease while other clients wait. When the
 * next holder has written, the old one continues, and continues writing.
 */
final class PausedHolders {

    private static final int SERVERS = 3;
    private static final long TTL_MILLIS = 1_000;
    private static final int BEFORE_PAUSE_MILLIS = 400;

    /**
     * The result.
     *
     * @param staleAccepted the number of writes that the resource accepted after one with a higher token
     * @param staleRejected the number of writes that it rejected for that reason
     * @param early the number of grants before the lease of the previous holder could have ended
     * @param handOver the time from the last confirmed renewal to the grant to the next holder, in milliseconds
     */
    record Outcome(int pauses, long staleAccepted, long staleRejected, long early, Spread handOver) {}

    /** A resource that records accepted writes, to check them independently of its guard. */
    private static final class Witness implements Resource {

        private final GuardedResource guarded = new GuardedResource();
        private final Map<String, List<Long>> accepted = new HashMap<>();

        @Override
        public synchronized Result write(String lock, long token) {
            Result result = guarded.write(lock, token);
            if (result == Result.OK) {
                accepted.computeIfAbsent(lock, any -> new ArrayList<>()).add(token);
            }
            return result;
        }

        synchronized long stale() {
            long stale = 0;
            for (List<Long> tokens : accepted.values()) {
                long highest = 0;
                for (long token : tokens) {
                    stale += token < highest ? 1 : 0;
                    highest = Math.max(highest, token);
                }
            }
            return stale;
        }
    }

    private final Witness resource = new Witness();
    private final List<Long> handOverNanos = Collections.synchronizedList(new ArrayList<>());

    /** Runs this many holders at a time, and pauses each this many times. */
    Outcome run(int holders, int pausesEach, long seed) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(holders);
        try (RealCluster cluster = RealCluster.start(SERVERS);
                ResourceServer server = new ResourceServer(resource)) {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < holders; i++) {
                String lock = "lock-" + i;
                int holderAt = i % SERVERS + 1;
                Random random = new Random(seed + i);
                Callable<Void> work = () -> {
                    pauseOver(cluster, server.port(), holderAt, lock, pausesEach, random);
                    return null;
                };
                running.add(threads.submit(work));
            }
            for (Future<Void> each : running) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        long early = handOverNanos.stream()
                .filter(nanos -> nanos < TimeUnit.MILLISECONDS.toNanos(TTL_MILLIS))
                .count();
        return new Outcome(
                holders * pausesEach,
                resource.stale(),
                resource.guarded.rejected(),
                early,
                Spread.ofNanos(handOverNanos));
    }

    private void pauseOver(RealCluster cluster, int resourcePort, int at, String lock, int pauses, Random random)
            throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                CarelessHolder.class.getName(),
                Integer.toString(cluster.port(at)),
                Integer.toString(resourcePort),
                lock,
                Long.toString(TTL_MILLIS));
        try (RunningProcess holder = RunningProcess.start("holder of " + lock, cluster.directory(), Map.of(), command);
                LineClient next = cluster.connect(at % SERVERS + 1)) {
            next.ask("HELLO ttl=60s");
            for (int i = 0; i < pauses; i++) {
                holder.awaitNext("HELD ");
                next.send("LOCK " + lock + " wait=15s");
                TimeUnit.MILLISECONDS.sleep(random.nextInt(BEFORE_PAUSE_MILLIS));
                pauseOnce(holder, next, lock);
            }
        }
    }

    private void pauseOnce(RunningProcess holder, LineClient next, String lock)
            throws IOException, InterruptedException {
        holder.pause();
        long renewedNanos;
        try {
            LineClient.Answer grant = next.answer();
            long grantedNanos = System.nanoTime();
            renewedNanos = lastRenewal(holder);
            handOverNanos.add(grantedNanos - renewedNanos);
            if (!grant.ok() || resource.write(lock, grant.reply().number("token", 0)) != Result.OK) {
                throw new AssertionError("the next holder was not granted the lock: " + grant.line());
            }
        } finally {
            holder.goOn();
        }
        holder.awaitNext("REJECTED ");
        if (!next.ask("RELEASE " + lock).ok()) {
            throw new AssertionError("the next holder could not release " + lock);
        }
    }

    private static long lastRenewal(RunningProcess holder) {
        return holder.text()
                .lines()
                .filter(line -> line.startsWith("RENEWED "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .max()
                .orElseThrow();
    }
}
