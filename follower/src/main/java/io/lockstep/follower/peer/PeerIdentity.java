package io.lockstep.follower.peer;

/**
 * Who a server says it is, in its hello.
 *
 * @param clusterId the cluster it belongs to; empty while it joins
 * @param server its number; 0 while it joins, and only then
 * @param storageId drawn at random when its data directory was made: a known number with another one has lost its disk
 * @param incarnation drawn at random when its process started
 */
public record PeerIdentity(String clusterId, int server, String storageId, long incarnation) {

    public PeerIdentity {
        if (server < 0 || (server == 0) != clusterId.isEmpty()) {
            throw new IllegalArgumentException("server " + server + " with cluster id '" + clusterId + "'");
        }
        if (storageId.isEmpty()) {
            throw new IllegalArgumentException("a server without a storage id");
        }
    }

    /** Whether it has no number yet. Such a server may send the node's messages and nothing of the engine's. */
    public boolean joining() {
        return server == 0;
    }
}
