package io.lockstep.endtoend.budget;

import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

    private static final String BESIDE = "beside that, at the leader: ";
    private static final String WHOLE = "**the whole lock**";

    /** The leader is the first. */
    private final List<Stamps> servers = new ArrayList<>();

    private final int home;
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
        timed.forEach(times::add);
        client.giveBack(locks);
        return times;
    }

    private void add(OneClient.Timed lock) {
        Stamps leader = servers.get(0);
        Stamps here = servers.get(home);
        Intervals way = new Intervals(lock.sentNanos());
        way.to("the line comes", here, Stage.LINE);
        if (home != 0) {
            way.to("decode", here, Stage.FORWARD);
            way.to("peer link, up to the leader's loop", leader, Stage.ASKED);
        }
        way.to(home == 0 ? "decode" : "up to the decision", leader, Stage.DECIDE);
        way.to("decide", leader, Stage.PROPOSE);
        long proposedNanos = way.atNanos;
        way.to("propose", leader, Stage.SEND);
        Stamps faster = faster(way.atNanos);
        way.to("peer link", faster, Stage.RECEIVE);
        way.to("up to the log", faster, Stage.APPEND);
        way.to("append", faster, Stage.FORCE);
        way.to("fsync", faster, Stage.FORCED);
        way.to("acknowledge", faster, Stage.ACKNOWLEDGE);
        way.to("peer link back", leader, Stage.ACKNOWLEDGED);
        way.to("commit", leader, Stage.COMMITTED);
        if (home != 0) {
            way.to("peer link, with the commit", here, Stage.RECEIVE);
            way.to("commit at the follower", here, Stage.COMMITTED);
        }
        way.to("up to the loop", here, Stage.APPLY);
        way.to("apply", here, Stage.ANSWER);
        way.to("reply", here, Stage.ANSWERED);
        way.end("the answer comes", lock.answeredNanos());

        Intervals beside = new Intervals(proposedNanos);
        beside.to(BESIDE + "up to the log", leader, Stage.APPEND);
        beside.to(BESIDE + "append", leader, Stage.FORCE);
        beside.to(BESIDE + "fsync", leader, Stage.FORCED);

        Intervals whole = new Intervals(lock.sentNanos());
        whole.end(WHOLE, lock.answeredNanos());
        if (way.isOrdered && beside.isOrdered) {
            for (Intervals each : List.of(way, beside, whole)) {
                each.nanos.forEach((name, nanos) ->
                        micros.computeIfAbsent(name, key -> new ArrayList<>()).add(nanos / 1e3));
            }
        }
    }

    /** The follower that acknowledges first. */
    private Stamps faster(long sinceNanos) {
        return servers.stream()
                .skip(1)
                .min(Comparator.comparingLong(each ->
                        each.first(Stage.ACKNOWLEDGE, each.first(Stage.FORCED, each.first(Stage.FORCE, sinceNanos)))))
                .orElseThrow();
    }

    /** The times from one stage of a lock to the next. */
    private static final class Intervals {

        private final Map<String, Long> nanos = new LinkedHashMap<>();
        private long atNanos;

        /** Whether the server came to all stages, in this order. */
        private boolean isOrdered = true;

        Intervals(long beginNanos) {
            atNanos = beginNanos;
        }

        void to(String name, Stamps server, Stage stage) {
            end(name, server.first(stage, atNanos));
        }

        void end(String name, long endNanos) {
            isOrdered &= endNanos >= atNanos && endNanos < Long.MAX_VALUE;
            nanos.put(name, endNanos - atNanos);
            atNanos = endNanos;
        }
    }

    /** How many locks went through all stages in their order. */
    int count() {
        return micros.getOrDefault(WHOLE, List.of()).size();
    }

    /** The medians, as a table in Markdown. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| | median | 99 of 100 |");
        lines.add("|---|--:|--:|");
        micros.forEach((name, values) -> {
            List<Double> sorted = values.stream().sorted().toList();
            lines.add(String.format(
                    Locale.ROOT,
                    "| %s | %.0f µs | %.0f µs |",
                    name,
                    sorted.get(sorted.size() / 2),
                    sorted.get(sorted.size() * 99 / 100)));
        });
        return lines;
    }
}
