package io.lockstep.follower.forwarding;

import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks what other servers ask of the leader, and logs what they may not ask. Loop thread only. */
public final class SenderCheck {

    private static final Logger LOG = LoggerFactory.getLogger(SenderCheck.class);

    /** The log says once in this time that something was refused. */
    private static final long WORD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final ReplicatedMap map;
    private final NodeClock clock;
    private long saidNanos;

    /** @param map the lock map as applied here */
    public SenderCheck(ReplicatedMap map, NodeClock clock) {
        this.map = map;
        this.clock = clock;
        this.saidNanos = clock.nanoTime() - WORD_NANOS;
    }

    /** Whether the server at the other end may ask this. What it may not ask gets no answer. */
    public boolean allows(PeerChannel from, PeerMessage.ToLeader message) {
        String flaw = SenderRules.flawOf(from.server(), message, map.machine());
        if (!flaw.isEmpty()) {
            refused(from, flaw);
        }
        return flaw.isEmpty();
    }

    private void refused(PeerChannel from, String flaw) {
        long nowNanos = clock.nanoTime();
        if (nowNanos - saidNanos >= WORD_NANOS) {
            saidNanos = nowNanos;
            LOG.warn("Server {} sent what it may not send, which is dropped: {}", from.server(), flaw);
        }
    }
}
