package io.lockstep.follower.client;

import io.lockstep.common.protocol.Line;
import io.lockstep.follower.context.Timers;
import java.util.concurrent.TimeUnit;

/**
 * Writes to a client that has closed its sending side. One that closed its socket looks the same until the server
 * writes to it: without the probe, a dead client would stay in a wait queue until its wait times out. Loop thread only.
 */
final class HalfClosedProbe {

    private static final long INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Timers timers;
    private final Conversation conversation;
    private int probes;
    private Runnable endTimer = () -> {};

    HalfClosedProbe(Timers timers, Conversation conversation) {
        this.timers = timers;
        this.conversation = conversation;
    }

    void begin() {
        endTimer = timers.after(INTERVAL_NANOS, () -> {
            conversation.push(Line.push("PING").value(Integer.toString(++probes)));
            if (!conversation.isClosed()) {
                begin();
            }
        });
    }

    void end() {
        endTimer.run();
    }
}
