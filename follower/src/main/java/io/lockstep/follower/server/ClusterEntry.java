package io.lockstep.follower.server;

import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.storage.Identity;

/** How a server without data enters a cluster: it founds one or joins one. */
public interface ClusterEntry {

    /** The first identity of a server with an empty data directory; it is stored before anything else happens. */
    Identity first(String peerAddress);

    /**
     * Gets a number for a server that has none. May block for seconds.
     *
     * @param wire listens already
     * @param clientAddress the new server's address for clients
     */
    Identity admit(Identity unnumbered, PeerWire wire, JoinAnswers answers, String clientAddress)
            throws ServerStartException, InterruptedException;
}
