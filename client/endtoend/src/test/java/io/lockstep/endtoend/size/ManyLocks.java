package io.lockstep.endtoend.size;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.ManyGrants;
import io.lockstep.endtoend.cluster.Memory;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Takes very many locks, has a wiped server catch up by a snapshot while the others work, and starts all servers again.
 * Prints how long each takes.
 */
final class ManyLocks {

    private final int count;
    private final String heap;

    /** @param heap of each server, as in {@code -Xmx} */
    ManyLocks(int count, String heap) {
        this.count = count;
        this.heap = heap;
    }

    /** What a run found. */
    record Outcome(long locksAfterJoin, long locksAfterRestart, int probes, long slowestProbeMillis) {}

    Outcome run() throws IOException, InterruptedException {
        UnaryOperator<List<String>> larger = command -> command.stream()
                .map(word -> word.startsWith("-Xmx") ? "-Xmx" + heap : word)
                .toList();
        try (RealCluster cluster = RealCluster.start(3, larger, "--locks-per-client", "0")) {
            say("three servers with -Xmx" + heap + "; taking " + count + " locks");
            long started = System.nanoTime();
            ManyGrants.take(cluster.port(1), "orders/customer-", count);
            say("taken in " + millisSince(started) + " ms; memory of the leader " + memory(cluster.process(1)));

            cluster.kill(3);
            RealCluster.delete(cluster.data(3));
            started = System.nanoTime();
            RunningProcess wiped = cluster.launch(3);
            Probes probes = new Probes(cluster.port(1));
            while (!isReady(wiped) || locks(cluster.port(3)) != count) {
                probes.one();
            }
            say("a wiped server has all after " + millisSince(started) + " ms, "
                    + (wiped.text().contains("Loaded the snapshot") ? "by a snapshot" : "from the log")
                    + "; meanwhile the leader answered " + probes.count + " probes, the slowest in "
                    + probes.slowestMillis + " ms");
            long afterJoin = locks(cluster.port(3));

            cluster.killAll();
            started = System.nanoTime();
            cluster.launch(1);
            cluster.launch(2);
            cluster.process(1).await("READY", line -> line.startsWith("READY "));
            firstGrant(cluster.port(1));
            say("after a kill of all, two servers grant again after " + millisSince(started)
                    + " ms; memory of server 1 " + memory(cluster.process(1)));
            return new Outcome(afterJoin, locks(cluster.port(1)), probes.count, probes.slowestMillis);
        }
    }

    /** Reads and renewals at the leader. */
    private static final class Probes {
        private final LineClient client;
        private int count;
        private long slowestMillis;

        Probes(int port) throws IOException {
            client = new LineClient(port);
            requireOk(client.ask("HELLO ttl=1h"));
        }

        void one() throws IOException {
            for (String probe : List.of("PING confirm=yes", "STATUS orders/customer-7 read=sync")) {
                long started = System.nanoTime();
                LineClient.Answer answer = client.ask(probe);
                if (!answer.line().startsWith("OK") && !answer.line().startsWith("PONG")) {
                    throw new AssertionError(probe + ": " + answer.line());
                }
                slowestMillis = Math.max(slowestMillis, millisSince(started));
                count++;
            }
        }
    }

    private static boolean isReady(RunningProcess server) {
        if (!server.isAlive()) {
            throw new AssertionError(server.text());
        }
        return server.text().lines().anyMatch(line -> line.startsWith("READY "));
    }

    private static void firstGrant(int port) throws IOException, InterruptedException {
        RealCluster.await("a grant", () -> {
            try (LineClient client = new LineClient(port)) {
                return client.ask("LOCK fresh").ok();
            }
        });
    }

    /** How many of the locks are held, as that server knows. */
    private static long locks(int port) throws IOException {
        try (LineClient client = new LineClient(port)) {
            return Long.parseLong(client.ask("INFO").fact("locks"));
        }
    }

    private static void requireOk(LineClient.Answer answer) {
        if (!answer.ok()) {
            throw new AssertionError(answer.line());
        }
    }

    private static String memory(RunningProcess server) throws IOException {
        return Memory.megabytes(server.pid()) + " MB";
    }

    private static long millisSince(long startNanos) {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    private static void say(String line) {
        System.out.println(line);
    }

    /** The long form: {@code LOCKS HEAP}. Exit status 0 if every lock was there each time. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        int locks = Integer.parseInt(arguments[0]);
        Outcome outcome = new ManyLocks(locks, arguments[1]).run();
        System.out.println(outcome);
        System.exit(outcome.locksAfterJoin() == locks && outcome.locksAfterRestart() >= locks ? 0 : 1);
    }
}
