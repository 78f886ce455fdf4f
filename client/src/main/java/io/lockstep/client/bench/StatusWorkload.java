package io.lockstep.client.bench;

import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import java.nio.ByteBuffer;

/** Asks for the status of one lock repeatedly. */
final class StatusWorkload implements Workload {

    private final ByteBuffer request;
    private final Tally tally;
    private long dueNanos;

    StatusWorkload(String tag, String name, Tally tally) {
        this.request = BenchConnection.encoded(Line.request(tag, Verb.STATUS).value(name));
        this.tally = tally;
    }

    @Override
    public ByteBuffer next(long dueNanos) {
        this.dueNanos = dueNanos;
        return request.rewind();
    }

    @Override
    public void answered(BenchAnswer answer, long nowNanos) {
        if (answer.isOk() && answer.hasState()) {
            tally.asked(dueNanos, nowNanos);
        } else {
            tally.error(answer.word());
        }
    }

    @Override
    public boolean atRest() {
        return true;
    }
}
