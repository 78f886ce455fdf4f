package io.lockstep.common.command;

/**
 * A lock that an operator broke.
 *
 * @param number from 1, rising
 * @param hold the grant as it was
 * @param operator who did it, as they said; empty if they did not
 * @param operatorAddress the {@code address:port} from which it was asked
 * @param wallMillis when, by the leader's wall clock, since 1970; for display only
 */
public record AuditRecord(
        long number, HolderStatus hold, String operator, String operatorAddress, String reason, long wallMillis) {}
