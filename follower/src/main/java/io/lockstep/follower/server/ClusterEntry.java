package io.lockstep.follower.server;

import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.storage.Identity;

/** How a server without data enters a cluster: it founds one or joins one. */
public interface ClusterEntry {

    /** The first identity of a server with an empty data directory; it is stored before anything else happens. */
    Identity first(String peerAddress);

    /**
     * Gets a number for a server that has none, or tells the cluster the new address of a server that has one. May
     * block for as long as the cluster is not ready.
     *
     * @param unnumbered has the peer address to register
     * @param wire listens already
     * @param clientAddress the new server's address for clients
     */
    Identity admit(Identity unnumbered, PeerWire wire, JoinAnswers answers, String clientAddress)
            throws ServerStartException, InterruptedException;

    /** Whether the cluster has said, when this server was admitted, that it has users. */
    boolean clusterHasUsers();

    /** Whether the cluster may know the first identity, so that it must be kept even if the start fails. */
    boolean mayBeKnown();
}
