package io.lockstep.follower.context;

import io.lockstep.common.command.ServerIncarnation;

/**
 * Who a node is.
 *
 * @param clusterId the cluster's name, drawn at random by its founder
 * @param home its server number, and this run of it
 * @param storageId drawn at random when the data directory was made: a wiped disk is another server
 * @param clientAddress {@code host:port} where clients reach it
 * @param peerAddress {@code host:port} where other servers reach it
 * @param version of the software, for INFO
 */
public record NodeIdentity(
        String clusterId,
        ServerIncarnation home,
        String storageId,
        String clientAddress,
        String peerAddress,
        String version) {

    /** The server's number, from 1. */
    public int server() {
        return home.server();
    }
}
