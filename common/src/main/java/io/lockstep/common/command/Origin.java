package io.lockstep.common.command;

/**
 * Which pending request of which server caused a command, so that this server, when it applies the command, finds the
 * client to answer.
 *
 * @param number the server's own number for the pending request; 0 where nobody waits
 */
public record Origin(ServerIncarnation home, long number) {}
