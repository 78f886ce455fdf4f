package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.LineClient;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Very many leases that end in the same second: of sessions whose clients fall silent, and of grants that have a lease
 * of their own. All of them are to have ended a second after their leases, on every server.
 */
final class ByLeases implements Part {

    private static final int SERVERS = 3;
    private static final long LATE_MILLIS_MAX = 1_000;

    private long ttlMillis;
    private long locksBefore;
    private int answers;

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("Leases that end in one second");
        report.columns(
                "leases",
                "of",
                "renewed or begun within, ms",
                "first ended after the end of its lease, ms",
                "last ended after the end of its lease, ms");
        ttlMillis = sizes.ttlMillis();
        locksBefore = servers.fact(1, "locks");
        long late = Math.max(sessions(servers, sizes.leases(), report), grants(servers, sizes.leases(), report));
        // A short run beside other tests says nothing of the time.
        if (late > LATE_MILLIS_MAX && !sizes.isSmall()) {
            throw new AssertionError("a lease ended " + late + " ms late");
        }
    }

    /** Returns how many milliseconds late the last one ended. */
    private long sessions(Servers servers, int count, Report report) throws IOException {
        answers = 0;
        try (Crowd crowd = new Crowd()) {
            for (int server = 1; server <= SERVERS; server++) {
                crowd.connect(servers.port(server), count / SERVERS, new Silent());
            }
            int all = count / SERVERS * SERVERS;
            crowd.await("locks", () -> answers == 2 * all);
            return silence(servers, crowd, all, report);
        }
    }

    private long silence(Servers servers, Crowd crowd, int all, Report report) throws IOException {
        long firstNanos = System.nanoTime();
        answers = 0;
        crowd.forEach(member -> member.send("PING\n"));
        crowd.await("answers", () -> answers == all);
        long lastNanos = System.nanoTime();
        return ended(servers, "sessions whose client falls silent", all, firstNanos, lastNanos, ttlMillis, report);
    }

    /** A client that takes a lock, and says no more. */
    private final class Silent extends Answers {
        @Override
        public void greeted(Member member) throws IOException {
            member.send("HELLO ttl=" + ttlMillis + "ms\nLOCK silent-" + member.number() + "\n");
        }
    }

    private class Answers implements Crowd.Listener {
        @Override
        public void line(Member member, String line) {
            if (line.startsWith("OK ")) {
                answers++;
            } else if (!line.startsWith("* ")) {
                throw new AssertionError(line);
            }
        }

        @Override
        public void closed(Member member) {}
    }

    private long grants(Servers servers, int count, Report report) throws IOException {
        answers = 0;
        try (Crowd crowd = new Crowd()) {
            List<Member> members = crowd.connect(servers.port(1), SERVERS, new Answers());
            long firstNanos = System.nanoTime();
            long endNanos = firstNanos + TimeUnit.MILLISECONDS.toNanos(2 * ttlMillis);
            for (int i = 0; i < count; i++) {
                // However late a grant begins, its lease ends when all others do.
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
                members.get(i % members.size()).send("LOCK leased-" + i + " lease=" + leftMillis + "ms\n");
                int sent = i;
                crowd.await("answers", () -> sent - answers < 100);
            }
            crowd.await("grants", () -> answers == count);
            return ended(servers, "grants with a lease of their own", count, endNanos, endNanos, 0, report);
        }
    }

    /**
     * Watches until all have ended.
     *
     * @param firstNanos when the first lease began or was renewed last
     * @param lastNanos the same of the last lease
     */
    private long ended(
            Servers servers, String what, int count, long firstNanos, long lastNanos, long lastingMillis, Report report)
            throws IOException {
        long first = 0;
        try (LineClient one = servers.cluster().connect(1);
                LineClient two = servers.cluster().connect(2);
                LineClient three = servers.cluster().connect(3)) {
            long left = count;
            while (left > 0) {
                left = Math.max(locks(one), Math.max(locks(two), locks(three))) - locksBefore;
                if (first == 0 && left < count) {
                    first = System.nanoTime();
                }
            }
        }
        long last = System.nanoTime();
        long ttlNanos = TimeUnit.MILLISECONDS.toNanos(lastingMillis);
        long late = TimeUnit.NANOSECONDS.toMillis(last - lastNanos - ttlNanos);
        report.row(
                count,
                what,
                TimeUnit.NANOSECONDS.toMillis(lastNanos - firstNanos),
                TimeUnit.NANOSECONDS.toMillis(first - firstNanos - ttlNanos),
                late);
        return late;
    }

    private static long locks(LineClient client) throws IOException {
        return Long.parseLong(client.ask("INFO").fact("locks"));
    }
}
