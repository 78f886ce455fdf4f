package io.lockstep.follower.server;

import io.lockstep.common.entry.MalformedEncodingException;
import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerMessageCodec;
import io.lockstep.follower.forwarding.PeerNetwork;
import io.lockstep.follower.node.Node;
import io.lockstep.follower.peer.LogLimit;
import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerLinks;
import io.lockstep.follower.peer.PeerListener;
import io.lockstep.follower.peer.PeerRefusal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The node's channels over the wire between servers. Events of the wire's reading threads are passed to the loop, in
 * the order of each link. When the loop is too busy, the reading thread waits, and with it the other server.
 */
final class NodePeerNetwork implements PeerNetwork, PeerListener {

    private static final Logger LOG = LoggerFactory.getLogger(NodePeerNetwork.class);

    private final Executor loop;
    private final KnownServers servers;
    private final Consumer<PeerMessage.JoinAnswer> onJoinAnswer;
    private final Consumer<PeerRefusal> onRefusal;
    private final IntConsumer onRequest;
    private final Map<PeerLink, Channel> channels = new HashMap<>();
    private final List<Channel> toFlush = new ArrayList<>();
    private final LogLimit logLimit = new LogLimit();
    private @Nullable PeerLinks links;
    private @Nullable Node node;

    /**
     * @param servers learns from members which others there are
     * @param onJoinAnswer receives the answers to a server that joins, on any thread; there is no node then
     * @param onRefusal receives every refusal of a hello, on any thread
     * @param onRequest receives the number of the server that sent a client's request, on any thread, before the node
     *     gets the request
     */
    NodePeerNetwork(
            Executor loop,
            KnownServers servers,
            Consumer<PeerMessage.JoinAnswer> onJoinAnswer,
            Consumer<PeerRefusal> onRefusal,
            IntConsumer onRequest) {
        this.loop = loop;
        this.servers = servers;
        this.onJoinAnswer = onJoinAnswer;
        this.onRefusal = onRefusal;
        this.onRequest = onRequest;
    }

    /** Connects the two ends. Called before the loop runs. */
    void connect(PeerLinks dialled, Node target) {
        links = dialled;
        node = target;
    }

    @Override
    public @Nullable PeerChannel channelTo(int server, String peerAddress) {
        PeerLink link = links == null ? null : links.linkTo(peerAddress);
        return link == null || link.peer().server() != server ? null : channels.get(link);
    }

    @Override
    public void flush() {
        toFlush.forEach(Channel::flush);
        toFlush.clear();
    }

    @Override
    public Set<Integer> linked() {
        return channels.values().stream()
                .map(Channel::server)
                .filter(server -> server > 0)
                .collect(Collectors.toSet());
    }

    @Override
    public void linkUp(PeerLink link) {
        onLoop(() -> {
            Channel channel = new Channel(link);
            channels.put(link, channel);
            if (node != null && link.outbound()) {
                node.peerConnected(channel);
            }
            introduceTo(channel);
        });
    }

    /** The map has another server: tells the members, some of which may not know it yet. Loop thread only. */
    void introduce() {
        channels.values().forEach(this::introduceTo);
    }

    private void introduceTo(Channel channel) {
        if (!channel.link.outbound() && channel.link.withMember()) {
            channel.send(servers.members());
        }
    }

    @Override
    public void received(PeerLink link, List<byte[]> messages) {
        List<ForNode> forNode = new ArrayList<>(messages.size());
        try {
            for (byte[] bytes : messages) {
                ForNode rest = link.outbound()
                        ? answered(link, PeerMessageCodec.decodeAnswer(bytes))
                        : asked(link, PeerMessageCodec.decodeQuestion(bytes));
                if (rest != null) {
                    forNode.add(rest);
                }
            }
        } catch (MalformedEncodingException malformed) {
            if (logLimit.allows(String.valueOf(link.peer().server()))) {
                LOG.warn("The {} brought a message that cannot be read: {}", link, malformed.getMessage());
            }
            link.close();
        }
        if (!forNode.isEmpty()) {
            onLoop(() -> {
                Channel channel = channels.get(link);
                Node target = node;
                if (channel != null && target != null) {
                    forNode.forEach(each -> each.take(target, channel));
                }
            });
        }
    }

    /** What the node has to do for a question; null if nothing. */
    private @Nullable ForNode asked(PeerLink link, PeerMessage.Question question) {
        if (question instanceof PeerMessage.ToLeader && !link.withMember()) {
            LOG.debug("The {} is not with a member; its message is dropped", link);
            return null;
        }
        if (question instanceof PeerMessage.Forward || question instanceof PeerMessage.ConfirmRead) {
            onRequest.accept(link.peer().server());
        }
        return (target, channel) -> target.asked(channel, question);
    }

    private @Nullable ForNode answered(PeerLink link, PeerMessage.Answer answer) {
        if (answer instanceof PeerMessage.JoinAnswer joinAnswer) {
            onJoinAnswer.accept(joinAnswer);
            return null;
        }
        if (!link.withMember()) {
            LOG.debug("The {} is not with a member; its message is dropped", link);
            return null;
        }
        if (answer instanceof PeerMessage.Members members) {
            servers.introduced(link.peer(), members);
            return null;
        }
        return (target, channel) -> target.answered(channel, answer);
    }

    @Override
    public void linkClosed(PeerLink link) {
        onLoop(() -> {
            Channel channel = channels.remove(link);
            if (channel != null && node != null && link.outbound()) {
                node.peerClosed(channel);
            }
        });
    }

    @Override
    public void refused(PeerRefusal refusal) {
        onRefusal.accept(refusal);
    }

    private void onLoop(Runnable task) {
        try {
            loop.execute(task);
        } catch (RejectedExecutionException ended) {
            LOG.debug("The loop has ended; an event of a link is dropped");
        }
    }

    private interface ForNode {
        void take(Node target, Channel channel);
    }

    private final class Channel implements PeerChannel {
        private final PeerLink link;
        private boolean queued;

        Channel(PeerLink link) {
            this.link = link;
        }

        @Override
        public int server() {
            return link.peer().server();
        }

        @Override
        public void send(PeerMessage message) {
            link.queue(PeerMessageCodec.encode(message));
            if (!queued) {
                queued = true;
                toFlush.add(this);
            }
        }

        void flush() {
            queued = false;
            link.flush();
        }
    }
}
