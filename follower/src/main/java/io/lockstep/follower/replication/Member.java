package io.lockstep.follower.replication;

/**
 * A server as the replicated log knows it.
 *
 * @param server its number, from 1
 * @param peerAddress {@code host:port} of its peer port, which never changes
 */
public record Member(int server, String peerAddress) {}
