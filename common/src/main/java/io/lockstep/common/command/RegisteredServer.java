package io.lockstep.common.command;

/**
 * A server that has a number.
 *
 * @param server its number, from 1 in order of joining
 * @param storageId the random name of its data directory: a server that lost its data is another server
 * @param clientAddress {@code host:port} for clients
 * @param peerAddress {@code host:port} for the other servers
 */
public record RegisteredServer(int server, String storageId, String clientAddress, String peerAddress) {}
