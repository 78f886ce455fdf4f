package io.lockstep.endtoend.scale;

import io.lockstep.endtoend.cluster.ManyGrants;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an operation costs while so many locks are held. */
final class ByLocks implements Part {

    private static final int CLIENTS = 16;
    private static final int READERS = 64;

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("By held locks");
        List<Double> cycles = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        List<Double> pages = new ArrayList<>();
        report.columns(
                "held locks",
                "lock + release, 1 client, p50, µs",
                "p99, µs",
                "leader's processor time, 16 clients, µs a cycle",
                "status reads/s, 64 clients at a follower",
                "one page of LIST, p50, µs");
        int held = 0;
        for (int locks : sizes.locks()) {
            ManyGrants.take(servers.port(1), prefix(locks), locks - held);
            int more = locks - held;
            held = locks;
            ClosedLoop.Result one = cycles(servers, 1, sizes.seconds());
            ClosedLoop.Result many = cycles(servers, CLIENTS, sizes.seconds());
            ClosedLoop.Result status = ClosedLoop.measure(
                    servers.port(2),
                    READERS,
                    sizes.seconds(),
                    (client, step) -> "STATUS " + prefix(locks) + spread(client, step, more) + "\n",
                    1,
                    servers.pid(2));
            ClosedLoop.Result list = ClosedLoop.measure(
                    servers.port(2),
                    1,
                    sizes.seconds() / 2.0,
                    (client, step) -> "LIST after=" + prefix(locks) + spread(client, step, more) + " limit=20\n",
                    1,
                    servers.pid(2));
            report.row(
                    locks,
                    one.p50Micros(),
                    one.p99Micros(),
                    many.processorMicros(),
                    status.perSecond(),
                    list.p50Micros());
            cycles.add(one.p50Micros());
            tails.add(one.p99Micros());
            processor.add(many.processorMicros());
            reads.add(status.perSecond());
            pages.add(list.p50Micros());
        }
        report.plot(
                "scale-locks",
                new Plot("An operation by held locks", "µs", "held locks", sizes.locks())
                        .logarithmic()
                        .line("lock + release, p99", tails)
                        .line("lock + release, p50", cycles)
                        .line("leader's processor", processor)
                        .line("a page of LIST, p50", pages));
        report.plot(
                "scale-reads",
                new Plot("Status reads by held locks", "reads/s", "held locks", sizes.locks())
                        .line("64 clients, one follower", reads));
    }

    private static String prefix(int locks) {
        return "orders/" + locks + "/customer-";
    }

    /** Numbers below {@code count} in an order without a pattern that a cache could use. */
    private static int spread(int client, int step, int count) {
        long mixed = (client * 1_000_003L + step) * 0x9E3779B97F4A7C15L;
        return (int) ((mixed >>> 33) % count);
    }

    static ClosedLoop.Result cycles(Servers servers, int clients, double seconds) throws IOException {
        return ClosedLoop.measure(servers.port(1), clients, seconds, ClosedLoop.OWN_LOCK, 2, servers.pid(1));
    }
}
