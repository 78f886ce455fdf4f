package io.lockstep.common.command;

import java.util.List;

/**
 * One entry of the replicated log: a batch of commands, applied in order.
 *
 * @param proposal which proposal of which leader this is, so that the leader knows its own when it applies it
 * @param clusterMillis cluster time: stands still without a leader, never goes back
 * @param wallMillis the leader's wall clock, since 1970; for display only
 * @param submissions the commands; never changed after construction
 */
public record Entry(Origin proposal, long clusterMillis, long wallMillis, List<Submission> submissions) {

    public Entry {
        submissions = List.copyOf(submissions);
    }
}
