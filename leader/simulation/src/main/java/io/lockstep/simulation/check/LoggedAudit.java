package io.lockstep.simulation.check;

/** A forced release in the log. */
record LoggedAudit(Ownership broken, String operator, String operatorAddress, String reason, Moment moment) {}
