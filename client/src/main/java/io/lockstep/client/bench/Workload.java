package io.lockstep.client.bench;

import io.lockstep.common.protocol.ServerLine;
import java.nio.ByteBuffer;

/** What one client does, step by step. Used by one thread. */
interface Workload {

    /** The next request. The buffer is the workload's own, at its start. */
    ByteBuffer next(long nowNanos);

    /** Takes the answer to the last request; what is wrong with it, the tally is told. */
    void answered(ServerLine reply, long nowNanos);

    /** Whether it may stop here: it holds nothing. */
    boolean atRest();
}
