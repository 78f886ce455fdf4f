package io.lockstep.follower.forwarding;

import org.jspecify.annotations.Nullable;

/**
 * The node's channels to other servers. A channel that this node opened is used for what this node asks; answers to what
 * another node asked go back over the channel the question came by.
 *
 * <p>The network calls {@code Node} on the loop thread: a channel to a server is up, a message has come, a channel is
 * closed. Once a newer channel from the same run of a server has come up here, nothing more is delivered from an older
 * one: a message left over in a dead connection must not be taken after its copy.
 */
public interface PeerNetwork {

    /**
     * The open channel this node has to {@code server}, at {@code peerAddress}; null if there is none now, and then one is
     * being opened, again and again, until it is up or the server is no longer asked for. Never blocks.
     */
    @Nullable
    PeerChannel channelTo(int server, String peerAddress);
}
