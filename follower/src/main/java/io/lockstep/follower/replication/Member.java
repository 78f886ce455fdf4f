package io.lockstep.follower.replication;

/**
 * A server as the replicated log knows it.
 *
 * @param server its number, from 1
 * @param peerAddress {@code host:port} of its peer port, which changes only with the membership
 */
public record Member(int server, String peerAddress) {}
