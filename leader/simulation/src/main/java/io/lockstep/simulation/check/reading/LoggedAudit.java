package io.lockstep.simulation.check.reading;

import org.jspecify.annotations.Nullable;

/**
 * What an operator did, in the log.
 *
 * @param broken the grant that was broken; null if it is about a server
 * @param server the server that was to be removed, or had lost entries; 0 if a grant was broken
 */
public record LoggedAudit(
        @Nullable Ownership broken,
        int server,
        String operator,
        String operatorAddress,
        String reason,
        Moment moment) {}
