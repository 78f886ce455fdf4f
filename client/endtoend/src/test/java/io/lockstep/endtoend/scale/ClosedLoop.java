package io.lockstep.endtoend.scale;

import java.io.IOException;
import java.util.List;

/** Clients that each have one request under way, for as long as they are measured. */
final class ClosedLoop implements Crowd.Listener {

    /** Such a part of the time goes by before the measurement begins. */
    private static final int SETTLE_PART = 10;

    /** Makes the requests of an operation. */
    interface Requests {

        /** The request of this client after so many others. */
        String next(int client, int step);
    }

    /** Each takes a lock of its own, and releases it: two requests. */
    static final Requests OWN_LOCK = (client, step) -> (step % 2 == 0 ? "LOCK" : "RELEASE") + " own-" + client + "\n";

    /**
     * The result.
     *
     * @param perSecond operations
     * @param p50Micros of an operation
     * @param p99Micros of an operation
     * @param processorMicros of one server for an operation
     */
    record Result(double perSecond, double p50Micros, double p99Micros, double processorMicros) {}

    private final Requests requests;
    private final int perOperation;
    private final Latencies latencies = new Latencies();
    private boolean ends;
    private int underWay;

    /** @param perOperation how many requests are one operation */
    private ClosedLoop(Requests requests, int perOperation) {
        this.requests = requests;
        this.perOperation = perOperation;
    }

    /**
     * Measures clients of their own.
     *
     * @param pid of the server whose processor time counts
     */
    static Result measure(int port, int clients, double seconds, Requests requests, int perOperation, long pid)
            throws IOException {
        try (Crowd crowd = new Crowd()) {
            ClosedLoop loop = new ClosedLoop(requests, perOperation);
            List<Member> members = crowd.connect(port, clients, loop);
            for (Member each : members) {
                loop.next(each);
            }
            crowd.work(seconds / SETTLE_PART);
            loop.latencies.clear();
            double processorBefore = ThreadTimes.seconds(pid);
            long begunNanos = System.nanoTime();
            crowd.work(seconds);
            double took = (System.nanoTime() - begunNanos) / 1e9;
            double processor = ThreadTimes.seconds(pid) - processorBefore;
            int count = loop.latencies.count();
            Result result = new Result(
                    count / took,
                    loop.latencies.micros(0.5),
                    loop.latencies.micros(0.99),
                    1e6 * processor / Math.max(1, count));
            loop.ends = true;
            crowd.await("the last answers", () -> loop.underWay == 0);
            return result;
        }
    }

    private void next(Member member) throws IOException {
        boolean first = member.step % perOperation == 0;
        if (first && ends) {
            underWay--;
            return;
        }
        if (first) {
            underWay += member.step == 0 ? 1 : 0;
            member.sentNanos = System.nanoTime();
        }
        member.send(requests.next(member.number(), member.step));
    }

    @Override
    public void line(Member member, String line) throws IOException {
        if (line.startsWith("ERR")) {
            throw new AssertionError("client " + member.number() + " got " + line);
        }
        if (line.startsWith("OK")) {
            member.step++;
            if (member.step % perOperation == 0) {
                latencies.add(System.nanoTime() - member.sentNanos);
            }
            next(member);
        }
    }
}
