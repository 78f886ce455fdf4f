package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.ConnectionClosedEventListener;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerRequestHandler;
import io.lockstep.follower.peer.PeerWire;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Passes requests from the wire to the engine's processors. The wire does the listening; to initialise this server
 * means to start taking requests.
 *
 * <p>Append-entries run one at a time and in order for each pair of peers, across reconnections, on the threads that
 * read them: by this link its peer asks for little else. The engine's own arrangement is not used: its processor shuts
 * its executor down when a connection closes, and waits up to 15 seconds for it with a lock that the tasks need. So its
 * executor selector is never asked, and it never learns of closed connections.
 */
public final class PeerRpcServer implements RpcServer {

    private final PeerWire wire;
    private final int port;
    private final @Nullable ElectionGate gate;
    private final Predicate<AppendEntriesRequest> refused;
    private final Map<EngineMessage, RpcProcessor<Object>> processors = new ConcurrentHashMap<>();
    private final Map<PeerLink, LinkConnection> connections = new ConcurrentHashMap<>();
    private final AppendOrder appendOrder = new AppendOrder();
    private final Map<Integer, PeerRequestHandler> others = new ConcurrentHashMap<>();
    private volatile AppendListener onAppend = (server, term) -> {};
    private volatile boolean started;

    /** @param port the port of the wire, for the engine's information */
    public PeerRpcServer(PeerWire wire, int port) {
        this(new PeerNodeOptions(wire), port, append -> false);
    }

    /**
     * @param node the options of the node that this server serves
     * @param port the port of the wire, for the engine's information
     * @param refused whether an append must not reach the engine; called on the threads of appends, may read the disk
     */
    public PeerRpcServer(PeerNodeOptions node, int port, Predicate<AppendEntriesRequest> refused) {
        this.wire = node.wire();
        this.gate = node.gate();
        this.port = port;
        this.refused = refused;
    }

    /** Passes requests of a type that is not the engine's to {@code handler}. */
    public void handle(int type, PeerRequestHandler handler) {
        if (EngineMessage.ofNumber(type) != null) {
            throw new IllegalArgumentException("type " + type + " is the engine's");
        }
        others.put(type, handler);
    }

    /** Tells {@code listener} of every append-entries request from now on. */
    public void onAppend(AppendListener listener) {
        onAppend = listener;
    }

    @Override
    public boolean init(@Nullable Void options) {
        wire.handleRequests(this::requested);
        started = true;
        return true;
    }

    @Override
    public void shutdown() {
        started = false;
        wire.refuseRequests();
        connections.clear();
    }

    /** Ignores the listener, for the reason above. */
    @Override
    public void registerConnectionClosedEventListener(ConnectionClosedEventListener listener) {}

    /** Ignores processors of messages that the wire does not carry. */
    @Override
    @SuppressWarnings("unchecked")
    public void registerProcessor(RpcProcessor<?> processor) {
        for (EngineMessage message : EngineMessage.values()) {
            if (message.className().equals(processor.interest())) {
                processors.put(message, (RpcProcessor<Object>) processor);
            }
        }
    }

    @Override
    public int boundPort() {
        return port;
    }

    @Override
    public boolean isStarted() {
        return started;
    }

    private void requested(PeerLink link, long request, int type, byte[] body) {
        PeerRequestHandler other = others.get(type);
        if (other != null) {
            other.requested(link, request, type, body);
            return;
        }
        EngineMessage kind = EngineMessage.ofNumber(type);
        RpcProcessor<Object> processor = kind == null ? null : processors.get(kind);
        if (kind == null || processor == null) {
            link.fail(request, "no processor for message type " + type);
            return;
        }
        Message message;
        try {
            message = kind.parse(body);
        } catch (InvalidProtocolBufferException malformed) {
            link.fail(request, "message of type " + type + " cannot be parsed: " + malformed.getMessage());
            return;
        }
        if (message instanceof AppendEntriesRequest append) {
            onAppend.heard(link.peer().server(), append.getTerm());
        }
        RequestContext context = new RequestContext(link, request, connectionOf(link));
        if (gate != null && !gate.letsIn(message)) {
            link.fail(request, "this server had accepted a newer leader");
            return;
        }
        Message answer = gate == null ? null : gate.answerTo(message);
        if (answer != null) {
            context.sendResponse(answer);
            return;
        }
        try {
            if (message instanceof AppendEntriesRequest append) {
                append(processor, context, append);
            } else {
                Executor executor = processor.executor() == null ? Runnable::run : processor.executor();
                executor.execute(() -> processor.handleRequest(context, message));
            }
        } catch (RejectedExecutionException full) {
            context.refuse(RaftError.EBUSY, "too many requests wait for their turn");
        }
    }

    private void append(RpcProcessor<Object> processor, RequestContext context, AppendEntriesRequest append) {
        synchronized (appendOrder.lockOf(append)) {
            if (refused.test(append)) {
                context.refuse(RaftError.EINVAL, "this server refuses these entries");
            } else {
                processor.handleRequest(context, append);
            }
        }
    }

    private LinkConnection connectionOf(PeerLink link) {
        LinkConnection connection = connections.get(link);
        if (connection == null) {
            connections.keySet().removeIf(known -> !known.isOpen());
            connection = connections.computeIfAbsent(link, LinkConnection::new);
        }
        return connection;
    }

    private record RequestContext(PeerLink link, long request, LinkConnection connection) implements RpcContext {

        void refuse(RaftError error, String explanation) {
            sendResponse(ErrorResponse.newBuilder()
                    .setErrorCode(error.getNumber())
                    .setErrorMsg(explanation)
                    .build());
        }

        @Override
        public void sendResponse(Object response) {
            link.respond(request, EngineMessage.of(response).number(), ((Message) response).toByteArray());
        }

        @Override
        public Connection getConnection() {
            return connection;
        }

        @Override
        public String getRemoteAddress() {
            return link.address();
        }
    }

    /** A link as the engine sees it: a place for attributes. */
    private static final class LinkConnection implements Connection {
        private final PeerLink link;
        private final Map<String, Object> attributes = new ConcurrentHashMap<>();

        LinkConnection(PeerLink link) {
            this.link = link;
        }

        @Override
        public @Nullable Object getAttribute(String key) {
            return attributes.get(key);
        }

        @Override
        public void setAttribute(String key, Object value) {
            attributes.put(key, value);
        }

        @Override
        public @Nullable Object setAttributeIfAbsent(String key, Object value) {
            return attributes.putIfAbsent(key, value);
        }

        @Override
        public void close() {
            link.close();
        }
    }
}
