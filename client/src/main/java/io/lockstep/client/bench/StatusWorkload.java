package io.lockstep.client.bench;

import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.nio.ByteBuffer;

/** Asks for the status of one lock repeatedly. */
final class StatusWorkload implements Workload {

    private final ByteBuffer request;
    private final Tally tally;
    private long sentNanos;

    StatusWorkload(String name, Tally tally) {
        this.request = BenchClient.encoded(Line.request("", Verb.STATUS).value(name));
        this.tally = tally;
    }

    @Override
    public ByteBuffer next(long nowNanos) {
        sentNanos = nowNanos;
        return request.rewind();
    }

    @Override
    public void answered(ServerLine reply, long nowNanos) {
        if (reply.kind() == ServerLine.Kind.OK && reply.option("state") != null) {
            tally.asked(nowNanos - sentNanos);
        } else {
            tally.error(reply.word());
        }
    }

    @Override
    public boolean atRest() {
        return true;
    }
}
