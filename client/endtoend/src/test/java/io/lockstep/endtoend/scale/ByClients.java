package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.Memory;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Very many clients on one follower for a long time: each holds a lock, and renews its session of the usual lease as
 * the client program does, every 2 s. Counts the sessions that are lost.
 */
final class ByClients implements Part {

    private static final double RENEWAL_SECONDS = 2;

    private final Latencies renewals = new Latencies();
    private int ready;
    private int lost;

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("Clients on one follower");
        int clients = sizes.clients();
        long locksBefore = servers.fact(1, "locks");
        try (Crowd crowd = new Crowd()) {
            Crowd.Listener listener = new Crowd.Listener() {
                @Override
                public void line(Member member, String line) {
                    answered(member, line);
                }

                @Override
                public void closed(Member member) {
                    lost++;
                }
            };
            List<Member> members = crowd.connect(servers.port(2), clients, listener);
            for (Member each : members) {
                each.send("HELLO client=scale-" + each.number() + "\nLOCK client-" + each.number() + "\n");
                crowd.await("answers", () -> each.number() - ready < 256);
            }
            crowd.await("locks", () -> ready == clients);
            double follower = ThreadTimes.seconds(servers.pid(2));
            double leader = ThreadTimes.seconds(servers.pid(1));
            long begunNanos = System.nanoTime();
            renew(crowd, members, sizes.clientSeconds());
            double took = (System.nanoTime() - begunNanos) / 1e9;
            follower = (ThreadTimes.seconds(servers.pid(2)) - follower) / took;
            leader = (ThreadTimes.seconds(servers.pid(1)) - leader) / took;
            ClosedLoop.Result beside = besides(servers, crowd, members, sizes.seconds());
            lost += (int) Math.max(0, clients + locksBefore - servers.fact(1, "locks"));
            report.columns("", "");
            report.row("clients, each with a session and a lock", clients);
            report.row("minutes", took / 60);
            report.row("sessions lost", lost);
            report.row("renewals", renewals.count());
            report.row("a renewal, p50, ms", renewals.millis(0.5));
            report.row("p99, ms", renewals.millis(0.99));
            report.row("slowest, ms", renewals.millis(1));
            report.row("processor time of the follower, ms a second", 1e3 * follower);
            report.row("processor time of the leader, ms a second", 1e3 * leader);
            report.row("memory of the follower, MB", Memory.megabytes(servers.pid(2)));
            report.row("memory of the leader, MB", Memory.megabytes(servers.pid(1)));
            report.row("lock + release of another client at the leader meanwhile, p50, µs", beside.p50Micros());
        }
        if (lost > 0) {
            throw new AssertionError(lost + " sessions were lost");
        }
    }

    private void answered(Member member, String line) {
        if (line.startsWith("OK PONG")) {
            renewals.add(System.nanoTime() - member.sentNanos);
        } else if (line.startsWith("OK LOCK")) {
            ready++;
        } else if (!line.startsWith("OK HELLO")) {
            throw new AssertionError("client " + member.number() + " got " + line);
        }
    }

    /** Each renews every two seconds, one after the other. */
    private static void renew(Crowd crowd, List<Member> members, double seconds) throws IOException {
        long begunNanos = System.nanoTime();
        long sent = 0;
        double perNano = members.size() / RENEWAL_SECONDS / 1e9;
        while (System.nanoTime() - begunNanos < seconds * 1e9) {
            long due = (long) ((System.nanoTime() - begunNanos) * perNano);
            for (; sent < due; sent++) {
                Member member = members.get((int) (sent % members.size()));
                if (member.isOpen()) {
                    member.sentNanos = System.nanoTime();
                    member.send("PING\n");
                }
            }
            crowd.turn();
        }
    }

    /** Another client works on a thread of its own, while all others go on. */
    private static ClosedLoop.Result besides(Servers servers, Crowd crowd, List<Member> members, double seconds)
            throws IOException, InterruptedException {
        FutureTask<ClosedLoop.Result> work = new FutureTask<>(() -> ByLocks.cycles(servers, 1, seconds));
        Thread thread = new Thread(work, "beside");
        thread.start();
        renew(crowd, members, 2 * seconds);
        try {
            return work.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }
}
