package io.lockstep.follower.forwarding;

import io.lockstep.common.command.CommandResult;

/** The outcome of a request that needs the leader, as far as this server can tell. */
public sealed interface Outcome {

    /**
     * Decided for good; this server's map is at {@code index} or further.
     *
     * @param leaseMillis of the session that is in the way, as the leader said; 0 if it said nothing
     */
    record Decided(CommandResult result, long index, long leaseMillis) implements Outcome {

        /** A decision of which the leader said nothing more. */
        public Decided(CommandResult result, long index) {
            this(result, index, 0);
        }
    }

    /** This server's map holds everything that was committed before the read came: it may be answered now. */
    record MapReady(long index) implements Outcome {}

    /** No answer in time: the command may have taken effect, or may still. */
    record Unknown() implements Outcome {}

    /** No leader in time: the command has not taken effect and never will. */
    record NoLeader() implements Outcome {}
}
