package io.lockstep.follower.peer;

/**
 * The identity that a server presents in its hello.
 *
 * @param clusterId the cluster it belongs to; empty while it joins
 * @param server its number; 0 only while it joins
 * @param storageId drawn at random when its data directory is created: a known number with another storage id has lost
 *     its disk
 * @param incarnation drawn at random when its process starts
 */
public record PeerIdentity(String clusterId, int server, String storageId, long incarnation) {

    /**
     * Checks that number and cluster id fit together.
     *
     * @throws IllegalArgumentException if they do not, if the storage id is empty, or if an id is not plain text
     */
    public PeerIdentity {
        if (server < 0 || (server == 0) != clusterId.isEmpty()) {
            throw new IllegalArgumentException(
                    "server " + server + " with cluster id '" + PeerRefusal.printable(clusterId) + "'");
        }
        if (!isId(clusterId) || !isId(storageId)) {
            throw new IllegalArgumentException("an id that is too long or not plain text");
        }
        if (storageId.isEmpty()) {
            throw new IllegalArgumentException("a server without a storage id");
        }
    }

    private static boolean isId(String text) {
        return text.matches("[!-~]{0,128}");
    }

    /** Whether the server has no number yet. Such a server may send the node's messages, but none of the engine's. */
    public boolean joining() {
        return server == 0;
    }
}
