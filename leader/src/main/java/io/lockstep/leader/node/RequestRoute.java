package io.lockstep.leader.node;

import java.util.function.LongFunction;

/** The way to whoever leads: this node itself, or another server over its channel. */
@FunctionalInterface
interface RequestRoute {

    /**
     * Sends a message, made for the leader's term, to the leader there is.
     *
     * @return false if no leader is known or there is no channel to it
     */
    boolean send(LongFunction<PeerMessage> messageForTerm);
}
