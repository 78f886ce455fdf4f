package io.lockstep.follower.metrics;

/** What the loop of a server counts of itself. The loop writes it. */
public final class LoopMetrics {

    private final LatencyHistogram lateness = LatencyHistogram.ofWork();
    private final Count stalledMillis = new Count();
    private final Count refused = new Count();
    private final Count cut = new Count();
    private volatile int connections;
    private volatile long threadId;

    /** Nothing has happened. */
    public LoopMetrics() {}

    /** How late the ticks of the loop came, which are due every 50 ms: what a request would have waited. */
    public LatencyHistogram lateness() {
        return lateness;
    }

    /** For how long the loop made no turn, or the whole process stood still, counting gaps of over half a second. */
    public Count stalledMillis() {
        return stalledMillis;
    }

    /** Connections that were refused, since there were too many. */
    public Count refused() {
        return refused;
    }

    /** Connections that were closed, since all clients together took too much memory. */
    public Count cut() {
        return cut;
    }

    /** The loop runs on the thread with this id. */
    public void runsOn(long thread) {
        threadId = thread;
    }

    /** The id of the loop's thread; 0 before it runs. */
    public long threadId() {
        return threadId;
    }

    /** So many clients are connected now. */
    public void connections(int now) {
        connections = now;
    }

    /** How many clients are connected. */
    public int connections() {
        return connections;
    }
}
