package io.lockstep.common.command;

/**
 * A server with a number.
 *
 * @param server the number, from 1 in the order of joining
 * @param storageId the random id of the data directory; a server that lost its data joins as a new one
 * @param clientAddress {@code host:port} for clients
 * @param peerAddress {@code host:port} for other servers
 */
public record RegisteredServer(int server, String storageId, String clientAddress, String peerAddress) {}
