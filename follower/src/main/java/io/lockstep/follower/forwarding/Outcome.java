package io.lockstep.follower.forwarding;

import io.lockstep.common.command.CommandResult;

/** The outcome of a request that needs the leader, as far as this server can tell. */
public sealed interface Outcome {

    /**
     * Decided for good; this server's map is at {@code index} or later.
     *
     * @param leaseMillis the rest of the blocking session's lease, according to the leader; 0 if it gave none
     */
    record Decided(CommandResult result, long index, long leaseMillis) implements Outcome {

        /** A decision for which the leader gave no lease. */
        public Decided(CommandResult result, long index) {
            this(result, index, 0);
        }
    }

    /** This server's map contains every entry committed before the read arrived, so the read may be answered now. */
    record MapReady(long index) implements Outcome {}

    /** No answer in time: the command may have taken effect, or may still do so. */
    record Unknown() implements Outcome {}

    /** No leader in time: the command has not taken effect and never will. */
    record NoLeader() implements Outcome {}
}
