package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.Memory;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Very many clients on one follower for a long time: each holds a lock, and renews its session of the usual lease as
 * the client program does, every 2 s. Counts the sessions that are lost.
 */
final class ByClients implements Part, Crowd.Listener {

    private static final long RENEWAL_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int CONNECTED_AT_ONCE = 100;

    private final Latencies renewals = new Latencies();

    /** Those that have a lock; the one that was silent for longest comes first. */
    private final ArrayDeque<Member> renewed = new ArrayDeque<>();

    private int locked;
    private int lost;

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("Clients on one follower");
        int clients = sizes.clients();
        long locksBefore = servers.fact(1, "locks");
        try (Crowd crowd = new Crowd()) {
            while (locked < clients) {
                int all = Math.min(clients, locked + CONNECTED_AT_ONCE);
                crowd.connect(servers.port(2), all - locked, this);
                work(crowd, () -> locked == all);
            }
            renewals.clear();
            double follower = ThreadTimes.seconds(servers.pid(2));
            double leader = ThreadTimes.seconds(servers.pid(1));
            long begunNanos = System.nanoTime();
            long endNanos = begunNanos + TimeUnit.SECONDS.toNanos(sizes.clientSeconds());
            work(crowd, () -> endNanos - System.nanoTime() < 0);
            double took = (System.nanoTime() - begunNanos) / 1e9;
            follower = (ThreadTimes.seconds(servers.pid(2)) - follower) / took;
            leader = (ThreadTimes.seconds(servers.pid(1)) - leader) / took;
            ClosedLoop.Result beside = besides(servers, crowd, sizes.seconds());
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

    @Override
    public void greeted(Member member) throws IOException {
        member.send("HELLO client=scale-" + member.number() + "\nLOCK client-" + member.number() + "\n");
        member.sentNanos = System.nanoTime();
    }

    @Override
    public void line(Member member, String line) {
        if (line.startsWith("OK PONG")) {
            renewals.add(System.nanoTime() - member.sentNanos);
        } else if (line.startsWith("OK LOCK")) {
            locked++;
            renewed.add(member);
        } else if (!line.startsWith("OK HELLO")) {
            throw new AssertionError("client " + member.number() + " got " + line);
        }
    }

    @Override
    public void closed(Member member) {
        lost++;
    }

    /** Renews sessions until a condition holds. */
    private void work(Crowd crowd, BooleanSupplier condition) throws IOException {
        while (!condition.getAsBoolean()) {
            long nowNanos = System.nanoTime();
            while (!renewed.isEmpty() && nowNanos - renewed.element().sentNanos > RENEWAL_NANOS) {
                Member member = renewed.remove();
                if (member.isOpen()) {
                    member.sentNanos = System.nanoTime();
                    member.send("PING\n");
                    renewed.add(member);
                }
            }
            crowd.turn();
        }
    }

    /** Another client works on a thread of its own, while all others go on. */
    private ClosedLoop.Result besides(Servers servers, Crowd crowd, double seconds)
            throws IOException, InterruptedException {
        FutureTask<ClosedLoop.Result> cycles = new FutureTask<>(() -> ByLocks.cycles(servers, 1, seconds));
        new Thread(cycles, "beside").start();
        work(crowd, cycles::isDone);
        try {
            return cycles.get();
        } catch (ExecutionException failed) {
            throw new AssertionError(failed.getCause());
        }
    }
}
