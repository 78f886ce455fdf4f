package io.lockstep.endtoend.scale;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What an operation costs while so many sessions are connected to one follower, and say nothing. */
final class BySessions implements Part, Crowd.Listener {

    private static final int CLIENTS = 16;

    private int opened;

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("By sessions");
        List<Double> cycles = new ArrayList<>();
        List<Double> tails = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        try (Crowd crowd = new Crowd()) {
            report.columns(
                    "sessions at one follower",
                    "lock + release, 1 client at the leader, p50, µs",
                    "p99, µs",
                    "leader's processor time, 16 clients, µs a cycle",
                    "the follower's, nobody says a word, ms a second");
            for (int sessions : sizes.sessions()) {
                open(crowd, servers.port(2), sessions - opened);
                ClosedLoop.Result one = ByLocks.cycles(servers, 1, sizes.seconds());
                ClosedLoop.Result many = ByLocks.cycles(servers, CLIENTS, sizes.seconds());
                double before = ThreadTimes.seconds(servers.pid(2));
                crowd.work(sizes.seconds());
                double idle = 1e3 * (ThreadTimes.seconds(servers.pid(2)) - before) / sizes.seconds();
                report.row(sessions, one.p50Micros(), one.p99Micros(), many.processorMicros(), idle);
                cycles.add(one.p50Micros());
                tails.add(one.p99Micros());
                processor.add(many.processorMicros());
            }
        }
        report.plot(
                "scale-sessions",
                new Plot("An operation by sessions", "µs", "sessions at one follower", sizes.sessions())
                        .logarithmic()
                        .line("lock + release, p99", tails)
                        .line("lock + release, p50", cycles)
                        .line("leader's processor", processor));
    }

    private void open(Crowd crowd, int port, int count) throws IOException {
        int all = opened + count;
        crowd.connect(port, count, this);
        crowd.await("sessions", () -> opened == all);
    }

    @Override
    public void greeted(Member member) throws IOException {
        member.send("HELLO ttl=1h client=scale-" + member.number() + "\n");
    }

    @Override
    public void line(Member member, String line) {
        if (!line.startsWith("OK HELLO")) {
            throw new AssertionError(line);
        }
        opened++;
    }
}
