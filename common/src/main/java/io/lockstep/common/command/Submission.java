package io.lockstep.common.command;

/** A command on its way into the log, and where its answer is awaited. */
public record Submission(Origin origin, Command command) {}
