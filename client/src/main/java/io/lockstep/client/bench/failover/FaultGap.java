package io.lockstep.client.bench.failover;

/**
 * The time around one fault without a grant. Each begins with the last grant before the fault took effect, so it is a
 * little longer than the time from the fault to the next grant.
 *
 * @param anyMillis during which no client got a grant
 * @param slowestMillis during which the client that waited longest got none
 */
public record FaultGap(double anyMillis, double slowestMillis) {}
