package io.lockstep.simulation.check.reading;

/** A forced release in the log. */
public record LoggedAudit(Ownership broken, String operator, String operatorAddress, String reason, Moment moment) {}
