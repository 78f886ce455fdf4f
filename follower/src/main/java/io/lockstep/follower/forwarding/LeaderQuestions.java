package io.lockstep.follower.forwarding;

import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes what other servers ask of the leader to the leader's role, if it may be asked by them. Loop thread only. */
public final class LeaderQuestions {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderQuestions.class);

    /** The log says once in this time that something was refused. */
    private static final long WORD_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final LeaderLink leaderLink;
    private final ReplicatedMap map;
    private final NodeClock clock;
    private long saidNanos;

    /** @param map the lock map as applied here */
    public LeaderQuestions(LeaderLink leaderLink, ReplicatedMap map, NodeClock clock) {
        this.leaderLink = leaderLink;
        this.map = map;
        this.clock = clock;
        this.saidNanos = clock.nanoTime() - WORD_NANOS;
    }

    /** Another server asks. It gets no answer to what it may not ask. */
    public void asked(PeerChannel from, PeerMessage.ToLeader message) {
        String flaw = SenderRules.flawOf(from.server(), message, map.machine());
        if (!flaw.isEmpty()) {
            refused(from, flaw);
            return;
        }
        leaderLink.asked(from, message);
    }

    private void refused(PeerChannel from, String flaw) {
        long nowNanos = clock.nanoTime();
        if (nowNanos - saidNanos >= WORD_NANOS) {
            saidNanos = nowNanos;
            LOG.warn("Server {} sent what it may not send, which is dropped: {}", from.server(), flaw);
        }
    }
}
