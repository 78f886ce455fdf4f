package io.lockstep.follower.app;

import io.lockstep.common.net.HostPort;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerMessageCodec;
import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerRefusal;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.peer.RefusalReason;
import io.lockstep.follower.server.ClusterEntry;
import io.lockstep.follower.server.JoinAnswers;
import io.lockstep.follower.server.ServerOptions;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.follower.storage.Identity;
import io.lockstep.program.ExitCode;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Gets a number for a new server. It asks any server, at its client address, for that server's peer address, and then
 * asks there, over the wire between servers, for a number. Both questions can be repeated: one storage id always gets
 * the same number. A server that has a number tells its new address in the same way.
 *
 * <p>It waits for as long as the contact can be reached, and says what it waits for.
 */
final class JoinCluster implements ClusterEntry {

    private static final long PAUSE_MILLIS = 200;

    /** Servers of a new cluster start together: for a moment, the next one is likely there very soon. */
    private static final long FIRST_PAUSE_MILLIS = 20;

    private static final int FIRST_PAUSES = 100;
    private static final long LINK_MILLIS_MAX = 1_000;
    private static final long ANSWER_MILLIS_MAX = 6_000;

    /** How long it waits in silence. */
    private static final long WORD_MILLIS = 1_000;

    private final @Nullable HostPort contact;
    private final int contactSecondsMax;
    private final boolean observer;
    private boolean known;
    private boolean hasUsers;

    /**
     * @param contact client address of any server of the cluster; null if none was given
     * @param contactSecondsMax gives up when the contact cannot be reached for this long
     * @param observer whether the new server never votes
     */
    JoinCluster(@Nullable HostPort contact, int contactSecondsMax, boolean observer) {
        this.contact = contact;
        this.contactSecondsMax = contactSecondsMax;
        this.observer = observer;
    }

    @Override
    public Identity first(String peerAddress) {
        return Identity.joining(peerAddress);
    }

    @Override
    public Identity admit(Identity unnumbered, PeerWire wire, JoinAnswers answers, String clientAddress)
            throws ServerStartException, InterruptedException {
        HostPort asked = contact;
        if (asked == null) {
            throw unnumbered.isMember() ? moved(unnumbered) : withoutContact();
        }
        byte[] question = PeerMessageCodec.encode(new PeerMessage.Join(
                unnumbered.storageId(), clientAddress, unnumbered.peerAddress(), observer, ServerOptions.program()));
        JoinProgress progress = new JoinProgress(asked, contactSecondsMax);
        progress.say("asking it for a number");
        for (int tries = 1; ; tries++) {
            PeerMessage.JoinAnswer answer = null;
            try {
                PeerAddressQuestion.Answer contactSays = PeerAddressQuestion.ask(asked, wire.sockets());
                progress.reached();
                hasUsers = contactSays.usersOnly();
                if (contactSays.peerAddress().isPresent()) {
                    answer = ask(wire, contactSays.peerAddress().get(), question, answers, progress);
                } else {
                    progress.say("it does not know its own peer address yet");
                }
            } catch (IOException unreachable) {
                progress.unreachable(String.valueOf(unreachable.getMessage()));
            }
            if (answer instanceof PeerMessage.Joined joined) {
                return unnumbered.joined(joined.clusterId(), joined.server());
            }
            PeerRefusal refused = answers.finalRefusal().orElse(null);
            if (refused != null) {
                throw new ServerStartException(
                        refused.reason() == RefusalReason.NO_SECRET ? ExitCode.DENIED : ExitCode.CONFIGURATION,
                        "cannot join the cluster at " + asked + ": " + refused.explanation());
            }
            if (answer instanceof PeerMessage.NotJoined notJoined) {
                progress.say(notJoined.reason());
            }
            Thread.sleep(tries <= FIRST_PAUSES ? FIRST_PAUSE_MILLIS : PAUSE_MILLIS);
        }
    }

    @Override
    public boolean clusterHasUsers() {
        return hasUsers;
    }

    @Override
    public boolean mayBeKnown() {
        return known;
    }

    private static ServerStartException moved(Identity identity) {
        return new ServerStartException(
                ExitCode.USAGE,
                "the address of this server, number " + identity.server() + ", has changed to "
                        + identity.peerAddress() + ": start it with follower.jar and give --leader HOST:PORT, the"
                        + " client address of another server, so that the cluster learns of it; or start it with its"
                        + " old address");
    }

    static ServerStartException withoutContact() {
        return new ServerStartException(
                ExitCode.USAGE,
                "this server has no data yet and must join a cluster: give --leader HOST:PORT, the client address"
                        + " of any server of that cluster");
    }

    private PeerMessage.@Nullable JoinAnswer ask(
            PeerWire wire, String peerAddress, byte[] question, JoinAnswers answers, JoinProgress progress)
            throws InterruptedException {
        PeerLink link = wire.links().awaitLinkTo(peerAddress, LINK_MILLIS_MAX);
        if (link == null) {
            progress.say("its port for servers, " + peerAddress + ", does not answer");
            return answers.poll(PAUSE_MILLIS);
        }
        known = true;
        link.send(question);
        PeerMessage.JoinAnswer answer = null;
        for (long waited = 0; answer == null && waited < ANSWER_MILLIS_MAX; waited += WORD_MILLIS) {
            answer = answers.poll(WORD_MILLIS);
            if (answer == null) {
                progress.say("asked; the cluster has not decided yet");
            }
        }
        return answer;
    }
}
