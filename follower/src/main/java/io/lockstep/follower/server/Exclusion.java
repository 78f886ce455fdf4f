package io.lockstep.follower.server;

import io.lockstep.follower.peer.PeerRefusal;
import io.lockstep.program.ExitCode;
import java.nio.file.Path;

/** Why a server that was a member stops: its cluster goes on without it. */
final class Exclusion {

    private Exclusion() {}

    static ServerStartException removed(int server, Path data) {
        return new ServerStartException(
                ExitCode.CONFIGURATION,
                "this server, number " + server + ", was removed from the cluster, so it stops. The other servers"
                        + " have its locks. To use this machine again, delete " + data
                        + " and start it with follower.jar --leader; it then joins as a new server");
    }

    /** A founder finds that others know its address as one of their own cluster. */
    static ServerStartException foundedAgain(String cluster, PeerRefusal refusal, Path data) {
        return new ServerStartException(
                ExitCode.CONFIGURATION,
                "this server founded cluster " + cluster + ", but a server at " + refusal.address()
                        + " knows this address as one of another cluster: " + refusal.explanation()
                        + ". If this server lost its data, move " + data
                        + " away and start it with follower.jar --leader, to join that cluster as a new server.");
    }
}
