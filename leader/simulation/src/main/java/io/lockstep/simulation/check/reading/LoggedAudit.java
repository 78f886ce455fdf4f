package io.lockstep.simulation.check.reading;

import org.jspecify.annotations.Nullable;

/**
 * What an operator did, in the log.
 *
 * @param broken the grant that was broken; null if a server was removed
 * @param server the server that was to be removed; 0 if a grant was broken
 */
public record LoggedAudit(
        @Nullable Ownership broken,
        int server,
        String operator,
        String operatorAddress,
        String reason,
        Moment moment) {}
