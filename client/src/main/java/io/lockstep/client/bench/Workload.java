package io.lockstep.client.bench;

import io.lockstep.common.protocol.ServerLine;
import java.nio.ByteBuffer;

/** The requests of one client, one after the other. Used by one thread. */
interface Workload {

    /** The next request. The buffer belongs to the workload and is positioned at its start. */
    ByteBuffer next(long nowNanos);

    /** Handles the answer to the last request, and counts it in the tally. */
    void answered(ServerLine reply, long nowNanos);

    /** Whether the workload may stop now, because it holds nothing. */
    boolean atRest();
}
