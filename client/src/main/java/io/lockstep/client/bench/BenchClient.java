package io.lockstep.client.bench;

/** One client of a benchmark: at most one request is unanswered. Used by one thread. */
final class BenchClient {

    private final BenchConnection connection;
    private final Workload workload;
    private final Pacing pacing;
    private boolean busy;

    BenchClient(BenchConnection connection, Workload workload, Pacing pacing) {
        this.connection = connection;
        this.workload = workload;
        this.pacing = pacing;
    }

    /** Sends the next request, whose latency counts from this time on. */
    void ask(long dueNanos) {
        if (isOpen()) {
            busy = true;
            connection.send(workload.next(dueNanos));
        }
    }

    /** Takes the answer to the request; a client that holds a lock goes on by itself. */
    void answered(BenchAnswer answer, long nowNanos) {
        workload.answered(answer, nowNanos);
        if (workload.atRest()) {
            busy = false;
            pacing.idle(this, nowNanos);
        } else {
            ask(nowNanos);
        }
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    /** Whether the client has a request under way, or holds a lock. */
    boolean isBusy() {
        return busy && isOpen();
    }
}
