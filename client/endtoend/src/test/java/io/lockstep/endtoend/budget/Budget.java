package io.lockstep.endtoend.budget;

import io.lockstep.endtoend.budget.MeasuredCluster.Spent;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.JsonReader;
import io.lockstep.endtoend.cluster.RunningProcess;
import io.lockstep.endtoend.trace.Strace;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Prints what one lock costs in a running cluster of three servers, where any session may hold any number of locks.
 * {@code scripts/budget} starts it.
 */
final class Budget {

    private static final int WARMUP_CLIENTS = 64;
    private static final int MANY_CLIENTS = 256;

    private final int port;
    private final Path run;
    private final boolean isShort;

    private Budget(int port, Path run, boolean isShort) {
        this.port = port;
        this.run = run;
        this.isShort = isShort;
    }

    private void print() throws Exception {
        bench(port, WARMUP_CLIENTS, isShort ? 1 : 10).awaitExit();
        try (MeasuredCluster cluster = MeasuredCluster.of(run)) {
            Spent idle = cluster.idle(isShort ? 500 : 4_000);
            oneClient(cluster, "the leader", port, idle);
            oneClient(cluster, "follower 1", port + 1, idle);
            manyClients(cluster);
            stages(cluster);
            String obstacle = Strace.obstacle();
            if (obstacle.isEmpty()) {
                trace(cluster, "the leader", port);
                trace(cluster, "follower 1", port + 1);
            } else {
                say("");
                say("No system calls and no hand-overs: " + obstacle);
            }
        }
    }

    private void stages(MeasuredCluster cluster) throws Exception {
        String missing = StageTimes.begin(cluster);
        if (!missing.isEmpty()) {
            throw new IllegalStateException(
                    "the servers have no method " + missing + "; Stage names those that they have");
        }
        for (int home = 0; home < 2; home++) {
            heading("The stages of a lock at " + (home == 0 ? "the leader" : "follower 1"));
            try (OneClient client = new OneClient(port + home)) {
                int locks = isShort ? 50 : 2_000;
                for (int i = 0; i < 3; i++) {
                    client.take(locks);
                    client.giveBack(locks);
                }
                StageTimes.of(cluster, home, client, locks).lines().forEach(Budget::say);
            }
        }
    }

    private void trace(MeasuredCluster cluster, String where, int at) throws Exception {
        LockTrace trace = LockTrace.of(cluster, at, isShort ? 20 : 200);
        heading("The way of a lock at " + where);
        trace.ways().lines().forEach(Budget::say);
        heading("System calls for a lock at " + where);
        trace.calls().lines().forEach(Budget::say);
    }

    private static void heading(String text) {
        say("");
        say("## " + text);
        say("");
    }

    private void oneClient(MeasuredCluster cluster, String where, int at, Spent idle) throws Exception {
        int locks = isShort ? 200 : 1_000;
        int rounds = isShort ? 1 : 5;
        Spent spent = null;
        try (OneClient client = new OneClient(at)) {
            client.take(2 * locks);
            client.giveBack(2 * locks);
            for (int i = 0; i < rounds; i++) {
                Spent round = locking(cluster, client, locks);
                spent = spent == null ? round : spent.plus(round);
            }
        }
        UsageTable table = spent.beyond(idle).table((double) locks * rounds);
        heading("One client at " + where);
        say(String.format(
                Locale.ROOT,
                "%,d locks, %.3f ms each. Context switches, processor time and bytes allocated for one lock, without what"
                        + " idle servers use in that time.",
                locks * rounds,
                spent.nanos() / 1e6 / locks / rounds));
        say("");
        table.lines().forEach(Budget::say);
    }

    /** Counts the taking of locks, but not their release. */
    private static Spent locking(MeasuredCluster cluster, OneClient client, int locks) throws Exception {
        Spent taken = cluster.during(() -> client.take(locks));
        client.giveBack(locks);
        return taken;
    }

    private void manyClients(MeasuredCluster cluster) throws Exception {
        int seconds = isShort ? 1 : 5;
        RunningProcess bench = bench(port, MANY_CLIENTS, 2 * seconds + 2);
        TimeUnit.SECONDS.sleep(seconds + 1L);
        Usage before = MeasuredServer.usedBy(bench.pid());
        Spent spent = cluster.during(() -> TimeUnit.SECONDS.sleep(seconds));
        Usage client = MeasuredServer.usedBy(bench.pid()).minus(before);
        if (bench.awaitExit() != 0) {
            throw new IllegalStateException(bench.text());
        }
        double perSecond = ((BigDecimal) JsonReader.readObject(bench.text()).get("per_second")).doubleValue();
        double cycles = perSecond * spent.nanos() / 1e9;
        heading("256 clients at the leader");
        say(String.format(
                Locale.ROOT,
                "%,.0f cycles a second, each a lock and its release. Context switches, processor time and bytes allocated for one"
                        + " cycle. The client program takes %.1f µs more.",
                perSecond,
                client.cpuNanos() / 1e3 / cycles));
        say("");
        spent.table(cycles).lines().forEach(Budget::say);
    }

    private static RunningProcess bench(int port, int clients, int seconds) {
        List<String> command = List.of(
                Jars.PROJECT.resolve("scripts/lockstep").toString(),
                "bench",
                "-o=json",
                "--server=127.0.0.1:" + port,
                "--clients=" + clients,
                "--seconds=" + seconds,
                "--warmup=0");
        return RunningProcess.start("bench", Jars.PROJECT, Map.of(), command);
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** {@code PORT RUN [--short]}. */
    public static void main(String[] arguments) throws Exception {
        new Budget(Integer.parseInt(arguments[0]), Path.of(arguments[1]), arguments.length > 2).print();
    }
}
