package io.lockstep.leader;

import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.server.ClusterEntry;
import io.lockstep.follower.server.JoinAnswers;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.follower.storage.Identity;
import io.lockstep.program.ExitCode;

/** Founds a cluster, in which this server is server 1. */
final class Founding implements ClusterEntry {

    @Override
    public Identity first(String peerAddress) {
        return Identity.founding(peerAddress);
    }

    @Override
    public Identity admit(Identity unnumbered, PeerWire wire, JoinAnswers answers, String clientAddress)
            throws ServerStartException {
        throw new ServerStartException(
                ExitCode.CONFIGURATION,
                unnumbered.isMember()
                        ? moved(unnumbered)
                        : "this data directory belongs to a server that started to join a cluster and has no number"
                                + " yet; start it with follower.jar --leader, or give the new leader another"
                                + " directory with --data");
    }

    @Override
    public boolean clusterHasUsers() {
        return false;
    }

    @Override
    public boolean mayBeKnown() {
        return false;
    }

    private static String moved(Identity identity) {
        return "the address of this server, number " + identity.server() + ", has changed to "
                + identity.peerAddress() + ": start it with follower.jar and --leader HOST:PORT, the client address of"
                + " another server, so that the cluster learns of it; or start it with its old address";
    }
}
