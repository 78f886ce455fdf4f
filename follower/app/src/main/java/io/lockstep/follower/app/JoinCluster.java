package io.lockstep.follower.app;

import io.lockstep.common.net.HostPort;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerMessageCodec;
import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.server.ClusterEntry;
import io.lockstep.follower.server.JoinAnswers;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.follower.storage.Identity;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Gets a number for a new server. It asks any server, at its client address, for that server's peer address, and then
 * asks there, over the wire between servers, for a number. Both questions can be repeated: one storage id always gets
 * the same number.
 */
final class JoinCluster implements ClusterEntry {

    /** Gives up when the contact cannot be reached for this long. */
    static final long CONTACT_MILLIS_MAX = 10_000;

    private static final long PAUSE_MILLIS = 200;

    private final @Nullable HostPort contact;

    /** @param contact client address of any server of the cluster; null if none was given */
    JoinCluster(@Nullable HostPort contact) {
        this.contact = contact;
    }

    @Override
    public Identity first(String peerAddress) {
        return Identity.joining(peerAddress);
    }

    @Override
    public Identity admit(Identity unnumbered, PeerWire wire, JoinAnswers answers, String clientAddress)
            throws ServerStartException, InterruptedException {
        if (contact == null) {
            throw new ServerStartException(
                    ExitCode.USAGE,
                    "this server has no data yet and must join a cluster: give --leader HOST:PORT, the client address"
                            + " of any server of that cluster");
        }
        long deadlineNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(CONTACT_MILLIS_MAX);
        byte[] question = PeerMessageCodec.encode(
                new PeerMessage.Join(unnumbered.storageId(), clientAddress, unnumbered.peerAddress(), false));
        String trouble = "it does not answer";
        while (System.nanoTime() - deadlineNanos < 0) {
            PeerMessage answer = null;
            try {
                Optional<String> peerAddress = PeerAddressQuestion.ask(contact);
                if (peerAddress.isPresent()) {
                    answer = ask(wire, peerAddress.get(), question, answers);
                } else {
                    trouble = "it does not know its own peer address yet";
                }
            } catch (IOException unreachable) {
                trouble = String.valueOf(unreachable.getMessage());
            }
            if (answer instanceof PeerMessage.Joined joined) {
                return unnumbered.joined(joined.clusterId(), joined.server());
            }
            if (answer instanceof PeerMessage.NotJoined notJoined) {
                trouble = notJoined.reason();
            }
            Thread.sleep(PAUSE_MILLIS);
        }
        throw new ServerStartException(
                ExitCode.UNAVAILABLE,
                "cannot join the cluster at " + contact + ": " + trouble
                        + "; check --leader, and that the cluster runs, then start this server again");
    }

    private static @Nullable PeerMessage ask(PeerWire wire, String peerAddress, byte[] question, JoinAnswers answers)
            throws InterruptedException {
        PeerLink link = wire.links().awaitLinkTo(peerAddress, 1_000);
        if (link == null) {
            return answers.poll(PAUSE_MILLIS);
        }
        link.send(question);
        return answers.poll(6_000);
    }
}
