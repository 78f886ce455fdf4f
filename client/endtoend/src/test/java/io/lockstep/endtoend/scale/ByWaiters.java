package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.LineClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What an operation costs while so many clients wait for one lock: handing it on, joining the queue with another lock
 * in hand, and an operation on a lock of one's own.
 */
final class ByWaiters implements Part {

    private static final String LOCK = "LOCK hot wait=1h\n";

    private final Latencies handOvers = new Latencies();
    private int waiting;
    private boolean handsOver;
    private long releasedNanos;

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("By waiters for one lock");
        List<Double> own = new ArrayList<>();
        List<Double> hot = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        List<Double> joins = new ArrayList<>();
        try (Crowd crowd = new Crowd();
                LineClient holder = servers.cluster().connect(1)) {
            report.columns(
                    "waiters",
                    "a lock of one's own, lock + release, p50, µs",
                    "hand-overs/s",
                    "hand-over, p50, µs",
                    "p99, µs",
                    "leader's processor time, µs a hand-over",
                    "to join with another lock in hand, p50, µs");
            require(holder.ask("HELLO ttl=1h"));
            require(holder.ask("LOCK hot"));
            for (int waiters : sizes.waiters()) {
                join(crowd, servers, waiters);
                ClosedLoop.Result alone = ByLocks.cycles(servers, 1, sizes.seconds());
                double joined = joins(servers, sizes.seconds());
                // One holds it while the others wait.
                join(crowd, servers, 1);
                require(holder.ask("RELEASE hot"));
                handsOver = true;
                crowd.work(sizes.seconds() / 10);
                handOvers.clear();
                double before = ThreadTimes.seconds(servers.pid(1));
                crowd.work(sizes.seconds());
                double processor = ThreadTimes.seconds(servers.pid(1)) - before;
                int count = Math.max(1, handOvers.count());
                handsOver = false;
                holder.send("LOCK hot wait=1h");
                double p50 = handOvers.micros(0.5);
                double p99 = handOvers.micros(0.99);
                report.row(
                        waiters, alone.p50Micros(), count / sizes.seconds(), p50, p99, 1e6 * processor / count, joined);
                own.add(alone.p50Micros());
                hot.add(p50);
                tails.add(p99);
                joins.add(joined);
                crowd.leave();
                waiting = 0;
                require(holder.answer());
            }
        }
        report.plot(
                "scale-waiters",
                new Plot("An operation by waiters for one lock", "µs", "waiters", sizes.waiters())
                        .logarithmic()
                        .line("hand-over, p99", tails)
                        .line("hand-over, p50", hot)
                        .line("a lock of one's own", own)
                        .line("to join the queue", joins));
    }

    /** Without HELLO, so that a closed connection ends the wait. */
    private void join(Crowd crowd, Servers servers, int count) throws IOException {
        int all = waiting + count;
        for (int server = 1; server <= 3; server++) {
            for (Member each : crowd.connect(servers.port(server), (count + 3 - server) / 3, this::line)) {
                each.send(LOCK);
            }
        }
        crowd.await("places in the queue", () -> waiting == all);
    }

    private void line(Member member, String line) throws IOException {
        if (line.startsWith("* QUEUED")) {
            waiting++;
        } else if (line.startsWith("OK LOCK")) {
            if (releasedNanos != 0) {
                handOvers.add(System.nanoTime() - releasedNanos);
            }
            if (handsOver) {
                releasedNanos = System.nanoTime();
                member.send("RELEASE hot\n" + LOCK);
            } else {
                releasedNanos = 0;
            }
        } else if (line.startsWith("ERR")) {
            throw new AssertionError(line);
        }
    }

    /** A client that holds a lock might close a cycle. */
    private static double joins(Servers servers, double seconds) throws IOException {
        Latencies latencies = new Latencies();
        try (LineClient client = servers.cluster().connect(1)) {
            require(client.ask("LOCK in-hand"));
            long endNanos = System.nanoTime() + (long) (seconds * 1e9);
            while (endNanos - System.nanoTime() > 0) {
                long begunNanos = System.nanoTime();
                client.send("#w LOCK hot wait=1h");
                String line = client.read();
                latencies.add(System.nanoTime() - begunNanos);
                if (line == null || !line.startsWith("* QUEUED")) {
                    throw new AssertionError(line);
                }
                client.send("CANCEL #w");
                client.answer();
                client.answer();
            }
        }
        return latencies.micros(0.5);
    }

    private static void require(LineClient.Answer answer) {
        if (!answer.ok()) {
            throw new AssertionError(answer.line());
        }
    }
}
