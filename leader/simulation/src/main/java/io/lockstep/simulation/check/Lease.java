package io.lockstep.simulation.check;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.client.Call;

/** What a client is told of its lease. */
final class Lease {

    private Lease() {}

    /** How long ago the last confirmed renewal was, by a PONG; −1 if this is none, or it names none. */
    static long renewedMillis(Call call) {
        if (!call.isOk() || call.ask().verb() != Verb.PING) {
            return -1;
        }
        String renewed = call.reply().option("renewed");
        return renewed == null ? -1 : Durations.parseMillis(renewed);
    }
}
