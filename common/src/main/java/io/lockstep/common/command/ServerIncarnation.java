package io.lockstep.common.command;

/**
 * One run of one server: its number in the cluster, and a random number drawn at the start of the process. A session
 * without a key belongs to an incarnation, since a restarted server has none of the old connections.
 */
public record ServerIncarnation(int server, long incarnation) {}
