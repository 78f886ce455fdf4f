package io.lockstep.common.command;

import java.util.List;

/**
 * One entry of the replicated log: a batch of commands, applied in order.
 *
 * @param proposal identifies the proposal, so that a leader recognises its own when it applies it
 * @param clusterMillis cluster time; it stops while there is no leader and never goes back
 * @param wallMillis the leader's wall clock, in milliseconds since 1970; for display only
 * @param submissions the commands; immutable
 */
public record Entry(Origin proposal, long clusterMillis, long wallMillis, List<Submission> submissions) {

    public Entry {
        submissions = List.copyOf(submissions);
    }
}
