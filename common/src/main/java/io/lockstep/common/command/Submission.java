package io.lockstep.common.command;

/** A command to be logged, and the pending request that awaits its result. */
public record Submission(Origin origin, Command command) {}
