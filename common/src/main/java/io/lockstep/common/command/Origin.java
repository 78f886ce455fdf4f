package io.lockstep.common.command;

/**
 * The pending request that caused a command. When the server of that request applies the command, it finds the client
 * to answer by this id.
 *
 * @param number the server's own number for the pending request; 0 if none awaits the result
 */
public record Origin(ServerIncarnation home, long number) {}
