package io.lockstep.comparison;

import io.lockstep.client.bench.Latency;
import io.lockstep.client.bench.MachineLimits;
import io.lockstep.comparison.Task.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Measures the contenders one after another, and prints the table. Only one of them runs at a time.
 *
 * @param measured the length of each load
 * @param warmup of each load
 * @param heat how long the servers work before the first load, in all
 */
record Comparison(Duration measured, Duration warmup, Duration heat) {

    private static final int HEAT_CLIENTS = 64;

    /** Where the ports of each contender begin, from the base port on. */
    private static final int ZOOKEEPER = 20;

    private static final int ETCD = 50;
    private static final int REDIS = 70;

    private Results measure(Contender contender) throws Exception {
        say(contender.name() + ": starting");
        double firstLockMillis = contender.start();
        try {
            Map<Row, Figure> figures = new LinkedHashMap<>();
            if (!heat.isZero()) {
                for (Task.Place place : List.of(Task.Place.LEADER, Task.Place.ALL)) {
                    contender.run(new Task(Work.LOCK, HEAT_CLIENTS, place, Duration.ZERO, heat.dividedBy(2)));
                }
            }
            for (Row row : Row.ALL) {
                Task task = new Task(row.work(), row.clients(), row.place(), warmup, measured);
                Optional<Figure> figure = contender.run(task);
                figure.ifPresent(each -> figures.put(row, each));
                say(contender.name() + ": " + row.title() + ": "
                        + figure.map(Figure::cell).orElse("none"));
            }
            return new Results(contender.name(), firstLockMillis, figures, contender.memoryBytes());
        } finally {
            contender.stop();
        }
    }

    /** Those that are installed; tells of each other one what to install. */
    private static List<Contender> peers(int port, Path directory) throws Exception {
        List<Contender> peers = new ArrayList<>();
        peers.add(new ZooKeeperEnsemble(port + ZOOKEEPER, Files.createDirectories(directory.resolve("zookeeper"))));
        if (isInstalled("etcd", "etcd-server")) {
            peers.add(new EtcdCluster(port + ETCD, Files.createDirectories(directory.resolve("etcd"))));
        }
        if (isInstalled("redis-server", "redis-server")) {
            peers.add(new RedisServer(port + REDIS, Files.createDirectories(directory.resolve("redis"))));
        }
        return peers;
    }

    private static boolean isInstalled(String program, String debianPackage) {
        boolean installed = !Installed.version(program, "--version", "(\\d)").isEmpty();
        if (!installed) {
            say(program + " is not installed and left out; the package " + debianPackage + " has it");
        }
        return installed;
    }

    private static void say(String line) {
        System.err.println("bench: " + line);
    }

    private static String limit(String what, Latency latency) {
        return String.format(Locale.ROOT, "%s %.3f / %.3f ms", what, latency.p50Millis(), latency.p99Millis());
    }

    /** {@code SCRIPTS PORT RUN SECONDS WARMUP-SECONDS HEAT-SECONDS [peers]}; the seconds may have a fraction. */
    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[1]);
        Path run = Path.of(arguments[2]);
        Comparison comparison = new Comparison(seconds(arguments[3]), seconds(arguments[4]), seconds(arguments[5]));
        List<Contender> contenders = new ArrayList<>();
        contenders.add(new LockstepCluster(Path.of(arguments[0]), port, run));
        if (arguments.length > 6) {
            contenders.addAll(peers(port, run));
        }
        List<Results> results = new ArrayList<>();
        for (Contender contender : contenders) {
            results.add(comparison.measure(contender));
        }
        MachineLimits limits = MachineLimits.measure(run);
        System.out.println(String.join(
                        "; ",
                        limit(
                                "The machine's limits in the same run (p50 / p99): fdatasync of 64 bytes, appended",
                                limits.fsync()),
                        limit("preallocated", limits.preallocated()),
                        limit("ping-pong over loopback", limits.roundTrip()))
                + ".");
        System.out.println();
        Table.lines(results).forEach(System.out::println);
        // Client libraries of others may have left threads.
        System.exit(0);
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(Double.parseDouble(text) * 1_000));
    }
}
