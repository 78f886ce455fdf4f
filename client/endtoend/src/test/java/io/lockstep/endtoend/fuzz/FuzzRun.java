package io.lockstep.endtoend.fuzz;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.common.secret.SecretFile;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.Memory;
import io.lockstep.endtoend.cluster.Neighbour;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.ServiceTimes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Strangers send random and mutated input to all servers of a cluster, while a neighbour at each server works. Servers
 * have a small heap and end when they are out of memory, so a server that runs at the end has kept within it.
 */
final class FuzzRun {

    private static final int BATCH = 40;
    private static final int BATCHES_UNTIL_LEAVE = 25;
    private static final int NEIGHBOUR_SECONDS_MAX = 30;

    private final RealCluster cluster;
    private final int servers;
    private final int strangersEach;

    FuzzRun(RealCluster cluster, int servers, int strangersEach) {
        this.cluster = cluster;
        this.servers = servers;
        this.strangersEach = strangersEach;
    }

    /** What a run has seen. {@code flaws} is empty if all is as promised. */
    record Result(
            long inputs, long neighbourCycles, long neighbourMillisMax, long memoryMegabytesMax, List<String> flaws) {

        @Override
        public String toString() {
            return inputs + " inputs; neighbours: " + neighbourCycles + " cycles, the longest " + neighbourMillisMax
                    + " ms; the largest server has " + memoryMegabytesMax + " MB; "
                    + (flaws.isEmpty() ? "all servers run" : String.join("; ", flaws));
        }
    }

    /** Sends about this many lines in all. The same seed gives the same lines on each connection. */
    Result lines(long lines, long seed) throws IOException, InterruptedException {
        List<Stranger> strangers = new ArrayList<>();
        for (int server = 1; server <= servers; server++) {
            for (int i = 0; i < strangersEach; i++) {
                strangers.add(new LineStranger(cluster.port(server), seed * 1_000 + strangers.size()));
            }
        }
        return run(strangers, lines);
    }

    /** Sends about this many frames to the ports for servers. The same seed gives the same frames. */
    Result frames(long frames, long seed) throws IOException, InterruptedException {
        List<Stranger> strangers = new ArrayList<>();
        for (int server = 1; server <= servers; server++) {
            ClusterSecret secret = SecretFile.read(cluster.data(server).resolve(SecretFile.NAME));
            String id;
            try (LineClient client = cluster.connect(server)) {
                id = client.ask("INFO").fact("cluster");
            }
            for (int i = 0; i < strangersEach; i++) {
                strangers.add(new PeerStranger(cluster.peerPort(server), secret, id, seed * 1_000 + strangers.size()));
            }
        }
        return run(strangers, frames);
    }

    /** The strangers send in turn until all inputs are sent, each on a thread of its own. */
    private Result run(List<Stranger> strangers, long inputs) throws IOException, InterruptedException {
        List<String> flaws = new ArrayList<>();
        List<Neighbour> neighbours = new ArrayList<>();
        List<Future<?>> working = new ArrayList<>();
        AtomicLong left = new AtomicLong(inputs);
        ExecutorService threads = Executors.newCachedThreadPool();
        for (int server = 1; server <= servers; server++) {
            Neighbour neighbour = new Neighbour(cluster.port(server), "neighbour-" + server);
            neighbours.add(neighbour);
            threads.execute(neighbour);
        }
        for (Stranger stranger : strangers) {
            working.add(threads.submit(() -> {
                attack(stranger, left);
                return null;
            }));
        }
        for (Future<?> work : working) {
            try {
                work.get();
            } catch (ExecutionException failed) {
                flaws.add("a server does not answer a stranger: " + failed.getCause());
            }
        }
        neighbours.forEach(Neighbour::end);
        threads.shutdown();
        if (!threads.awaitTermination(NEIGHBOUR_SECONDS_MAX, TimeUnit.SECONDS)) {
            flaws.add("a neighbour is not answered");
        }
        neighbours.stream()
                .map(Neighbour::trouble)
                .filter(text -> !text.isEmpty())
                .forEach(flaws::add);
        List<ServiceTimes> times = neighbours.stream().map(Neighbour::times).toList();
        return result(inputs - Math.max(0, left.get()), times, flaws);
    }

    private static void attack(Stranger stranger, AtomicLong left) throws IOException {
        for (int batch = 1; left.getAndAdd(-BATCH) > 0; batch++) {
            stranger.send(BATCH);
            if (batch % BATCHES_UNTIL_LEAVE == 0) {
                stranger.leave();
            }
        }
        stranger.leave();
    }

    private Result result(long inputs, List<ServiceTimes> times, List<String> flaws) throws IOException {
        long memory = 0;
        for (int server = 1; server <= servers; server++) {
            if (!cluster.process(server).isAlive()) {
                flaws.add("server " + server + " has ended");
                continue;
            }
            memory = Math.max(
                    memory, Memory.mostMegabytes(cluster.process(server).pid()));
            String output = cluster.process(server).text();
            if (output.contains("\tat ")) {
                flaws.add("server " + server + " logged a stack trace");
            }
        }
        return new Result(
                inputs,
                times.stream().mapToLong(ServiceTimes::count).sum(),
                times.stream().mapToLong(ServiceTimes::longestGapMillis).max().orElse(0),
                memory,
                flaws);
    }
}
