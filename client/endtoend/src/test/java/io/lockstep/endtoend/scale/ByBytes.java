package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.ManyGrants;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;

/**
 * What one of each takes of the heap at the leader, and at the follower where its client is: the bytes of all live
 * objects before and after there are many.
 */
final class ByBytes implements Part {

    private static final int LOCKS_FOR_EACH = 10;
    private static final int LONG_NAME = 240;
    private static final int REQUESTS = 128;

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private int answers;

    @Override
    public boolean needsWarmth() {
        return false;
    }

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("Bytes");
        report.columns("one", "at the leader", "at the follower of its client");
        int count = sizes.bytesOf();
        int locks = LOCKS_FOR_EACH * count;
        // Classes are loaded, and buffers made.
        sessions(servers, count / 10 + 1, "warm", 2);
        row(report, servers, "held lock, name of 8 bytes", locks, () -> take(servers, "", 8, locks));
        row(report, servers, "held lock, name of 240 bytes", locks / 4, () -> take(servers, "l", LONG_NAME, locks / 4));
        row(report, servers, "idle session without a connection", count, () -> sessions(servers, count, "idle", 0));
        row(report, servers, "the same after 128 requests", count, () -> sessions(servers, count, "busy", REQUESTS));
        try (Crowd crowd = new Crowd()) {
            row(
                    report,
                    servers,
                    "connection without a session",
                    count,
                    () -> crowd.connect(servers.port(2), count, (member, line) -> {}));
        }
        settled(servers);
        try (Crowd crowd = new Crowd()) {
            row(
                    report,
                    servers,
                    "connection with an idle session",
                    count,
                    () -> sessions(crowd, servers, count, "here", 0));
        }
        settled(servers);
        try (Crowd crowd = new Crowd();
                LineClient holder = servers.cluster().connect(1)) {
            holder.ask("LOCK awaited");
            row(report, servers, "connection with a session that waits", count, () -> wait(crowd, servers, count));
        }
    }

    private static void row(Report report, Servers servers, String what, int count, Step step)
            throws IOException, InterruptedException {
        long leader = servers.liveBytes(1);
        long follower = servers.liveBytes(2);
        step.run();
        report.row(what, (servers.liveBytes(1) - leader) / count, (servers.liveBytes(2) - follower) / count);
    }

    /** All connections of clients to the follower are closed, as it knows, but the one that asks. */
    private static void settled(Servers servers) throws InterruptedException {
        RealCluster.await("closed connections", () -> servers.fact(2, "connections") <= 1);
    }

    private static void take(Servers servers, String prefix, int length, int count) throws IOException {
        int digits = Math.min(length - prefix.length(), 7);
        String padding = "n".repeat(length - prefix.length() - digits);
        // Numbers of one length: the first has a 1 before its zeros.
        int first = (int) Math.pow(10, digits - 1.0);
        ManyGrants.take(servers.port(1), prefix + padding, first, first + count);
    }

    /** Opens sessions that outlive their connections, makes so many requests in each, and closes the connections. */
    private void sessions(Servers servers, int count, String label, int requests)
            throws IOException, InterruptedException {
        try (Crowd crowd = new Crowd()) {
            sessions(crowd, servers, count, label, requests);
        }
        settled(servers);
    }

    private void sessions(Crowd crowd, Servers servers, int count, String label, int requests) throws IOException {
        answers = 0;
        for (Member each : crowd.connect(servers.port(2), count, this::answered)) {
            String lock = label + "-" + each.number();
            each.send("HELLO ttl=1h client=" + (1_000_000 + each.number()) + "-home\n");
            each.send(("LOCK " + lock + "\nRELEASE " + lock + "\n").repeat(requests / 2));
        }
        crowd.await("answers", () -> answers == count * (1 + requests));
    }

    private void answered(Member member, String line) {
        if (!line.startsWith("OK ")) {
            throw new AssertionError(line);
        }
        answers++;
    }

    private void wait(Crowd crowd, Servers servers, int count) throws IOException {
        answers = 0;
        for (Member each : crowd.connect(servers.port(2), count, this::queued)) {
            each.send("HELLO ttl=1h client=" + (1_000_000 + each.number()) + "-home\nLOCK awaited wait=1h\n");
        }
        crowd.await("places in the queue", () -> answers == count);
    }

    private void queued(Member member, String line) {
        if (line.startsWith("* QUEUED")) {
            answers++;
        } else if (!line.startsWith("OK HELLO")) {
            throw new AssertionError(line);
        }
    }
}
