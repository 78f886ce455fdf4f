package io.lockstep.leader.server;

import io.lockstep.leader.peer.PeerWire;
import io.lockstep.leader.storage.Identity;

/** How a server that has no data yet comes into a cluster: it founds one, or joins one. */
public interface Admission {

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
