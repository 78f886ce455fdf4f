package io.lockstep.common.command;

/**
 * One run of one server: its number in the cluster, and a random number drawn when the process started. A session that
 * lives by its socket belongs to an incarnation; a restarted server has none of the old sockets.
 */
public record ServerIncarnation(int server, long incarnation) {}
