package io.lockstep.endtoend.budget;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The servers of a cluster, and what their threads use. */
final class MeasuredCluster implements AutoCloseable {

    private final List<MeasuredServer> servers = new ArrayList<>();

    /** Attaches to the servers with these names and process ids. */
    MeasuredCluster(Map<String, Long> pids) throws IOException {
        for (Map.Entry<String, Long> each : pids.entrySet()) {
            servers.add(new MeasuredServer(each.getKey(), each.getValue()));
        }
    }

    /** Attaches to the three servers that scripts/cluster keeps in this directory. */
    static MeasuredCluster of(Path run) throws IOException {
        Map<String, Long> pids = new LinkedHashMap<>();
        for (String each : List.of("leader", "follower-1", "follower-2")) {
            String pid = Files.readString(run.resolve(each).resolve("pid")).strip();
            pids.put(each.replace('-', ' '), Long.valueOf(pid));
        }
        return new MeasuredCluster(pids);
    }

    List<MeasuredServer> servers() {
        return servers;
    }

    /** Work, during which the threads are counted. */
    interface Work {
        void run() throws IOException, InterruptedException;
    }

    /** What the kinds of threads of each server used, and how long it took. */
    record Spent(long nanos, Map<String, Map<String, Usage>> byServer) {

        /** The sum of two. */
        Spent plus(Spent other) {
            Map<String, Map<String, Usage>> sum = new LinkedHashMap<>();
            byServer.forEach((server, kinds) -> sum.put(server, new TreeMap<>(kinds)));
            other.byServer.forEach((server, kinds) -> {
                Map<String, Usage> both = sum.computeIfAbsent(server, key -> new TreeMap<>());
                kinds.forEach((kind, used) -> both.merge(kind, used, Usage::plus));
            });
            return new Spent(nanos + other.nanos, sum);
        }

        /** What is left without that of idle servers in the same time. */
        Spent beyond(Spent idle) {
            double share = (double) nanos / idle.nanos;
            Map<String, Map<String, Usage>> rest = new LinkedHashMap<>();
            byServer.forEach((server, kinds) -> {
                Map<String, Usage> left = new TreeMap<>();
                kinds.forEach((kind, used) -> left.put(
                        kind,
                        used.beyond(
                                idle.byServer.getOrDefault(server, Map.of()).getOrDefault(kind, Usage.NONE), share)));
                rest.put(server, left);
            });
            return new Spent(nanos, rest);
        }

        UsageTable table(double operations) {
            UsageTable table = new UsageTable(operations);
            byServer.forEach(table::add);
            return table;
        }
    }

    /** Counts the threads while this work is done. */
    Spent during(Work work) throws IOException, InterruptedException {
        List<MeasuredServer.Snapshot> before = snapshots();
        long begunNanos = System.nanoTime();
        work.run();
        long tookNanos = System.nanoTime() - begunNanos;
        List<MeasuredServer.Snapshot> after = snapshots();
        Map<String, Map<String, Usage>> byServer = new LinkedHashMap<>();
        for (int i = 0; i < servers.size(); i++) {
            MeasuredServer server = servers.get(i);
            byServer.put(server.name(), server.between(before.get(i), after.get(i)));
        }
        return new Spent(tookNanos, byServer);
    }

    /** Counts the threads while nothing is asked of the servers. */
    Spent idle(long millis) throws IOException, InterruptedException {
        return during(() -> TimeUnit.MILLISECONDS.sleep(millis));
    }

    private List<MeasuredServer.Snapshot> snapshots() throws IOException {
        List<MeasuredServer.Snapshot> all = new ArrayList<>();
        for (MeasuredServer server : servers) {
            all.add(server.snapshot());
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        for (MeasuredServer server : servers) {
            server.close();
        }
    }
}
