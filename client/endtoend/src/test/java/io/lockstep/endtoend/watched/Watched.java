package io.lockstep.endtoend.watched;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.JsonReader;
import io.lockstep.endtoend.cluster.ManyGrants;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures one client at the leader, alone and watched in turn, in a running cluster of three servers. Prints a table
 * of all pairs, and whether being watched costs no more than it may.
 */
final class Watched {

    private static final int ONLOOKERS = 10;
    private static final int HTTP_PORT_OFFSET = 200;
    private static final int WARMUP_SECONDS = 8;

    /** As if the servers had been scraped for half an hour. */
    private static final int WARMUP_POLLS = 1_500;

    private static final double P50_RATIO_MAX = 1.1;
    private static final double P99_RATIO_MAX = 1.5;

    private final int port;
    private final int seconds;
    private final long leader;
    private final Polls polls = new Polls();
    private final List<Onlookers> onlookers;

    /** What they saw in the newest run. */
    private final List<String> seen = new ArrayList<>();

    /** @param run the directory of the cluster, as scripts/cluster makes it */
    private Watched(String by, int port, int seconds, Path run) throws IOException, InterruptedException {
        this.port = port;
        this.seconds = seconds;
        this.leader = Long.parseLong(Files.readString(run.resolve("leader/pid")).strip());
        this.onlookers = onlookers(by, port + HTTP_PORT_OFFSET);
    }

    /** Scrapes of every server go with whoever looks on. */
    private List<Onlookers> onlookers(String by, int http) throws IOException, InterruptedException {
        for (int server = 0; server < 3; server++) {
            polls.add(http + server, "/metrics", 1_000);
        }
        return switch (by) {
            case "streams" -> {
                for (int i = 0; i < ONLOOKERS; i++) {
                    polls.add(http, "/v1/nodes", 2_000);
                }
                yield List.of(polls, new EventReaders(ONLOOKERS, http));
            }
            case "pages" -> List.of(polls, new OpenPages(ONLOOKERS, http));
            case "status" -> {
                polls.add(http, "/status", 100);
                yield List.of(polls);
            }
            case "scrapes" -> List.of(polls);
            default -> throw new IllegalArgumentException("nobody looks on by " + by);
        };
    }

    private Figures watched() throws Exception {
        for (Onlookers each : onlookers) {
            each.come();
        }
        Figures figures = client(1, seconds, 2);
        seen.clear();
        for (Onlookers each : onlookers) {
            seen.add(each.seen());
        }
        for (Onlookers each : onlookers) {
            each.leave();
        }
        return figures;
    }

    private Figures client(int clients, int forSeconds, int warmup) throws Exception {
        double before = ProcessorTime.seconds(leader);
        long begun = System.nanoTime();
        List<String> bench = List.of(
                Jars.PROJECT.resolve("scripts/lockstep").toString(),
                "bench",
                "-o=json",
                "--server=127.0.0.1:" + port,
                "--clients=" + clients,
                "--seconds=" + forSeconds,
                "--warmup=" + warmup);
        ClientProgram.Result result = ClientProgram.run(bench, Map.of(), "");
        double share = (ProcessorTime.seconds(leader) - before) / ((System.nanoTime() - begun) / 1e9);
        if (result.exitCode() != 0) {
            throw new AssertionError(result.text());
        }
        Map<?, ?> all = JsonReader.readObject(result.text());
        Map<?, ?> lock = (Map<?, ?>) all.get("lock");
        double perSecond = number(all, "per_second");
        return new Figures(perSecond, number(lock, "p50_ms"), number(lock, "p99_ms"), 1e6 * share / perSecond);
    }

    private static double number(Map<?, ?> fields, String key) {
        return ((BigDecimal) fields.get(key)).doubleValue();
    }

    /** Returns whether the median pair is within the bounds. */
    private boolean run(int locks, int pairs) throws Exception {
        ManyGrants.take(port, "orders/customer-", locks);
        client(64, WARMUP_SECONDS, 0);
        polls.warmUp(WARMUP_POLLS);
        watched();
        List<Figures> alone = new ArrayList<>();
        List<Figures> watched = new ArrayList<>();
        say("| pair | alone | lock, p50 | p99 | leader | watched | lock, p50 | p99 | leader |");
        say("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        for (int pair = 1; pair <= pairs; pair++) {
            // What changes in one direction over time does not favour either.
            boolean aloneFirst = pair % 2 == 1;
            if (aloneFirst) {
                alone.add(client(1, seconds, 2));
            }
            watched.add(watched());
            if (!aloneFirst) {
                alone.add(client(1, seconds, 2));
            }
            row(Integer.toString(pair), alone.get(pair - 1), watched.get(pair - 1));
        }
        Figures before = Figures.medians(alone);
        Figures after = Figures.medians(watched);
        row("median", before, after);
        seen.forEach(line -> say("in the last run: " + line));
        double p50 = after.p50Millis() / before.p50Millis();
        double p99 = after.p99Millis() / before.p99Millis();
        say(String.format(
                Locale.ROOT,
                "watched / alone: p50 %.2f (at most %.1f), p99 %.2f (at most %.1f)",
                p50,
                P50_RATIO_MAX,
                p99,
                P99_RATIO_MAX));
        return p50 <= P50_RATIO_MAX && p99 <= P99_RATIO_MAX;
    }

    private static void row(String pair, Figures alone, Figures watched) {
        say("| " + pair + " | " + alone.cells() + " | " + watched.cells() + " |");
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** {@code streams|pages|status|scrapes LOCKS PAIRS SECONDS PORT RUN}. Exit status 0 within the bounds. */
    public static void main(String[] arguments) throws Exception {
        Watched watched = new Watched(
                arguments[0], Integer.parseInt(arguments[4]), Integer.parseInt(arguments[3]), Path.of(arguments[5]));
        boolean within;
        try {
            within = watched.run(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        } finally {
            for (Onlookers each : watched.onlookers) {
                each.end();
            }
        }
        System.exit(within ? 0 : 1);
    }
}
