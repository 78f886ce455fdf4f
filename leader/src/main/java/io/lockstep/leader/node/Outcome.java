package io.lockstep.leader.node;

import io.lockstep.common.lock.CommandResult;

/** What a request that needs the leader came to, as far as this server can tell. */
sealed interface Outcome {

    /**
     * Decided for good; this server's map is at {@code index} or further.
     *
     * @param leaseMillis of the session that is in the way, as the leader said; 0 if it said nothing
     */
    record Decided(CommandResult result, long index, long leaseMillis) implements Outcome {

        Decided(CommandResult result, long index) {
            this(result, index, 0);
        }
    }

    /** A read may be answered from this server's map now: it holds all that was committed before the read came. */
    record MapReady(long index) implements Outcome {}

    /** No answer in time, and it may have happened or yet happen. */
    record Unknown() implements Outcome {}

    /** No leader in time, and it has not happened and will not. */
    record NoLeader() implements Outcome {}
}
