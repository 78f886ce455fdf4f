package io.lockstep.endtoend.budget;

import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * The microseconds between the stages of a lock, from an agent in each server that notes the time there. A note takes
 * some hundredth of a microsecond, so it changes little.
 */
final class StageTimes {

    private static final Path AGENT = Jars.PROJECT.resolve("client/benchmarks/target/benchmarks.jar");

    private static final String WHOLE = "**the whole lock**";

    /** The leader is the first. */
    private final List<Stamps> servers = new ArrayList<>();

    private final int home;
    private int count;
    private int leaderLast;
    private final Map<String, List<Double>> micros = new LinkedHashMap<>();

    private StageTimes(int home) {
        this.home = home;
    }

    /** Has all servers note times from now on. Returns the methods that they lack; empty if they have all. */
    static String begin(MeasuredCluster cluster) throws IOException {
        Path jar = Files.createTempFile("lockstep-budget-", ".jar");
        try {
            Manifest manifest = new Manifest();
            Attributes main = manifest.getMainAttributes();
            main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
            main.put(new Attributes.Name("Agent-Class"), "io.lockstep.benchmarks.agent.StageAgent");
            main.put(new Attributes.Name("Can-Retransform-Classes"), "true");
            main.put(Attributes.Name.CLASS_PATH, AGENT.toUri().toString());
            try (OutputStream out = Files.newOutputStream(jar)) {
                new JarOutputStream(out, manifest).close();
            }
            for (MeasuredServer server : cluster.servers()) {
                server.jvm().load(jar, Stage.agentOptions());
            }
            return cluster.servers().get(0).jvm().missingMethods();
        } finally {
            Files.delete(jar);
        }
    }

    /**
     * Times so many locks of one client. {@link #begin} was called before.
     *
     * @param home the place of the server to which the client is connected, 0 for the leader
     */
    static StageTimes of(MeasuredCluster cluster, int home, OneClient client, int locks) throws IOException {
        StageTimes times = new StageTimes(home);
        for (MeasuredServer server : cluster.servers()) {
            server.jvm().stamps();
        }
        List<OneClient.Timed> timed = client.takeTimed(locks);
        for (MeasuredServer server : cluster.servers()) {
            times.servers.add(new Stamps(server.jvm().stamps()));
        }
        times.count = locks;
        timed.forEach(times::add);
        client.giveBack(locks);
        return times;
    }

    /** Goes back from the answer, at each stage to what came last before it. */
    private void add(OneClient.Timed lock) {
        Stamps leader = servers.get(0);
        Stamps here = servers.get(home);
        Intervals way = new Intervals(lock.answeredNanos());
        way.since("the answer comes", here, Stage.ANSWERED);
        way.since("reply", here, Stage.ANSWER);
        way.since("apply", here, Stage.APPLY);
        way.since("up to the loop", here, Stage.COMMITTED);
        if (home != 0) {
            way.since("commit at the follower", here, Stage.RECEIVE);
            way.since("peer link, with the commit", leader, Stage.COMMITTED);
        }
        long committedNanos = way.atNanos;
        Intervals own = new Intervals(committedNanos);
        own.since("", leader, Stage.FORCED);
        way.since("commit", leader, Stage.ACKNOWLEDGED);
        boolean followerIsLast = way.atNanos > own.atNanos;
        Stamps follower = acknowledging(way.atNanos);
        way.since("peer link back", follower, Stage.ACKNOWLEDGE);
        way.since("acknowledge", follower, Stage.FORCED);
        way.since("fsync", follower, Stage.FORCE);
        way.since("append", follower, Stage.APPEND);
        way.since("up to the log", follower, Stage.RECEIVE);
        way.since("peer link", leader, Stage.SEND);
        way.since("propose", leader, Stage.PROPOSE);
        way.since("decide", leader, Stage.DECIDE);
        if (home != 0) {
            way.since("up to the decision", leader, Stage.ASKED);
            way.since("peer link, up to the leader's loop", here, Stage.FORWARD);
        }
        way.since("decode", here, Stage.LINE);
        way.end("the line comes", lock.sentNanos());
        if (way.isOrdered && followerIsLast) {
            way.nanos.forEach((name, nanos) ->
                    micros.computeIfAbsent(name, key -> new ArrayList<>()).add(nanos / 1e3));
            micros.computeIfAbsent(WHOLE, key -> new ArrayList<>())
                    .add((lock.answeredNanos() - lock.sentNanos()) / 1e3);
        } else if (way.isOrdered) {
            leaderLast++;
        }
    }

    /** The follower that acknowledged something last, until then. */
    private Stamps acknowledging(long untilNanos) {
        return servers.stream()
                .skip(1)
                .max(Comparator.comparingLong(each -> each.last(Stage.ACKNOWLEDGE, untilNanos)))
                .orElseThrow();
    }

    /** The times from one stage of a lock to the next, the last one first. */
    private static final class Intervals {

        private final Map<String, Long> nanos = new LinkedHashMap<>();
        private long atNanos;

        /** Whether the server came to all stages. */
        private boolean isOrdered = true;

        Intervals(long endNanos) {
            atNanos = endNanos;
        }

        void since(String name, Stamps server, Stage stage) {
            end(name, server.last(stage, atNanos));
        }

        void end(String name, long beginNanos) {
            isOrdered &= beginNanos <= atNanos && beginNanos > Long.MIN_VALUE;
            nanos.put(name, atNanos - beginNanos);
            atNanos = beginNanos;
        }
    }

    /** The medians, as a table in Markdown. */
    List<String> lines() {
        List<String> names = new ArrayList<>(micros.keySet());
        names.remove(WHOLE);
        Collections.reverse(names);
        List<String> lines = new ArrayList<>();
        lines.add("| | median | 99 of 100 |");
        lines.add("|---|--:|--:|");
        names.forEach(name -> lines.add(row(name)));
        lines.add(row(WHOLE));
        lines.add("");
        lines.add("Of " + count + " locks, the "
                + micros.getOrDefault(WHOLE, List.of()).size() + " that waited for a follower last; " + leaderLast
                + " waited for the leader's own disk.");
        return lines;
    }

    private String row(String name) {
        List<Double> sorted =
                micros.getOrDefault(name, List.of(0.0)).stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %.0f µs | %.0f µs |",
                name,
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100));
    }
}
