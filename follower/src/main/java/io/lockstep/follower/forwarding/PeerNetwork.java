package io.lockstep.follower.forwarding;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The node's channels to other servers. The node sends its own requests over the channel that it opened; answers to
 * another node's request go back over the channel that the request came by.
 *
 * <p>The network calls {@code Node} on the loop thread when a channel comes up, a message arrives, or a channel closes.
 * Once a newer channel from the same run of a server is up, the older one delivers nothing more: a message left in a
 * dead connection must not arrive after its retry.
 */
public interface PeerNetwork {

    /**
     * The open channel to {@code server} at {@code peerAddress}. If there is none, returns null and keeps trying to
     * open one until it is up or the node stops asking for it. Never blocks.
     */
    @Nullable
    PeerChannel channelTo(int server, String peerAddress);

    /** Sends the messages of this turn. Never blocks. */
    void flush();

    /** The numbers of the servers with which there is an open channel, whoever opened it. Never blocks. */
    Set<Integer> linked();
}
