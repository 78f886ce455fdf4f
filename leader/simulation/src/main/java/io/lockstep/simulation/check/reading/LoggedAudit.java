package io.lockstep.simulation.check.reading;

/**
 * A record of the audit, in the log.
 *
 * @param act what was done, and to what: {@code lock NAME TOKEN OWNER}, {@code server NUMBER}, {@code user NAME CHANGE}
 *     or {@code refused VERB TIMES SERVER}
 */
public record LoggedAudit(String act, String operator, String operatorAddress, String reason, Moment moment) {}
