package io.lockstep.follower.server;

import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.storage.Identity;

/** How a server that has no data yet comes into a cluster: it founds one, or joins one. */
public interface ClusterEntry {

    /** Who a server with an empty data directory is at first; stored before anything else happens. */
    Identity first(String peerAddress);

    /**
     * Gets a number for a server that has none. May take a while.
     *
     * @param wire listens already
     * @param clientAddress where clients will reach the new server
     */
    Identity admit(Identity unnumbered, PeerWire wire, JoinAnswers answers, String clientAddress)
            throws ServerStartException, InterruptedException;
}
