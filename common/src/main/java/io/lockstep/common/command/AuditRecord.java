package io.lockstep.common.command;

/**
 * The record of a forced release.
 *
 * @param number rises by one from 1
 * @param holder the status of the grant before the release
 * @param operator the name that the operator gave; empty if none
 * @param operatorAddress {@code address:port} of the connection that sent the request
 * @param wallMillis the leader's wall clock at the release, in milliseconds since 1970; for display only
 */
public record AuditRecord(
        long number, HolderStatus holder, String operator, String operatorAddress, String reason, long wallMillis) {}
