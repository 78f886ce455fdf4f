package io.lockstep.client.bench;

import java.nio.ByteBuffer;

/** The requests of one client, one after the other. Used by one thread. */
interface Workload {

    /**
     * The next request. The buffer belongs to the workload and is positioned at its start.
     *
     * @param dueNanos since when the request counts
     */
    ByteBuffer next(long dueNanos);

    /** Handles the answer to the last request, and counts it in the tally. */
    void answered(BenchAnswer answer, long nowNanos);

    /** Whether the workload may stop now, because it holds nothing. What follows is a request of its own. */
    boolean atRest();
}
