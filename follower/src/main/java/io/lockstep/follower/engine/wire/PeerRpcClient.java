package io.lockstep.follower.engine.wire;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.InvokeContext;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import com.google.protobuf.Message;
import io.lockstep.follower.engine.fitness.Fitness;
import io.lockstep.follower.peer.PeerLink;
import io.lockstep.follower.peer.PeerLinks;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The engine's calls to its peers, over the links of one {@link PeerNodeOptions}. No call blocks.
 *
 * <p>In elections the engine pings peers, with its lock held, to learn whether it can reach them. Whether there is a
 * link tells as much, at once. A peer that is slow to answer a ping must still be asked for its vote.
 */
final class PeerRpcClient implements RpcClient {

    private static final int CHECKS_MAX = 64;

    private final Consumer<PeerLink> onUp = this::linkUp;
    private volatile @Nullable ReplicatorGroup replicators;
    private @Nullable PeerNodeOptions options;
    private @Nullable PeerLinks links;
    private @Nullable ElectionGate gate;
    private @Nullable PromptCommit promptCommit;
    private @Nullable Fitness fitness;
    private @Nullable ThreadPoolExecutor checks;

    @Override
    public boolean init(RpcOptions options) {
        if (!(options instanceof PeerNodeOptions node)) {
            throw new IllegalArgumentException("the engine's node must be started with PeerNodeOptions");
        }
        checks = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(CHECKS_MAX),
                PeerRpcClient::checkThread,
                new ThreadPoolExecutor.DiscardPolicy());
        checks.allowCoreThreadTimeOut(true);
        this.options = node;
        links = node.wire().links();
        gate = node.gate();
        promptCommit = node.promptCommit();
        fitness = node.fitness();
        ReplicatorGroup group = replicators;
        if (group != null) {
            promptCommit.start(group);
        }
        links.addUpListener(onUp);
        return true;
    }

    private static Thread checkThread(Runnable task) {
        Thread thread = new Thread(task, "replicator-check");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void shutdown() {
        links().removeUpListener(onUp);
        promptCommit().stop();
        if (checks != null) {
            checks.shutdown();
        }
    }

    @Override
    public void registerConnectEventListener(ReplicatorGroup replicatorGroup) {
        replicators = replicatorGroup;
    }

    @Override
    public boolean checkConnection(Endpoint endpoint) {
        return usable(links().openLinkTo(endpoint.toString()));
    }

    @Override
    public boolean checkConnection(Endpoint endpoint, boolean createIfAbsent) {
        return createIfAbsent ? usable(links().linkTo(endpoint.toString())) : checkConnection(endpoint);
    }

    private static boolean usable(@Nullable PeerLink link) {
        return link != null && link.engineAllowed();
    }

    @Override
    public void closeConnection(Endpoint endpoint) {
        links().closeLinkTo(endpoint.toString());
    }

    /** Answers the engine's ping without sending it; the engine makes no other call of this kind. */
    @Override
    public Object invokeSync(Endpoint endpoint, Object request, @Nullable InvokeContext context, long timeoutMs)
            throws RemotingException {
        if (!(request instanceof PingRequest)) {
            throw new IllegalArgumentException("not a ping: " + request);
        }
        if (!checkConnection(endpoint, true)) {
            throw new RemotingException("no link to " + endpoint);
        }
        return ErrorResponse.newBuilder().setErrorCode(0).build();
    }

    @Override
    public void invokeAsync(
            Endpoint endpoint, Object request, @Nullable InvokeContext context, InvokeCallback callback, long timeoutMs)
            throws RemotingException {
        // The engine gives heartbeats and votes less time than other requests. A late answer is still an answer.
        long patienceMillis = Math.max(timeoutMs, options().getRpcDefaultTimeout());
        send(links().linkTo(endpoint.toString()), endpoint, request, callback, patienceMillis);
    }

    private void send(
            @Nullable PeerLink link, Endpoint endpoint, Object request, InvokeCallback callback, long timeoutMs)
            throws RemotingException {
        if (isWithheld(request)) {
            throw new RemotingException("this server is not fit to lead");
        }
        if (gate != null && !gate.letsOut(request)) {
            throw new RemotingException("this server may not stand: it may have lost what it acknowledged");
        }
        if (request instanceof RequestVoteRequest) {
            options().askingForVotes();
        }
        EngineCall call = new EngineCall(endpoint, request, callback, promptCommit());
        byte[] body = ((Message) request).toByteArray();
        if (request instanceof AppendEntriesRequest append) {
            promptCommit().sent(append);
        }
        if (link == null || !link.request(EngineMessage.of(request).number(), body, timeoutMs, call)) {
            if (request instanceof AppendEntriesRequest append) {
                promptCommit().answered(append, null);
            }
            throw new RemotingException("no link to " + endpoint);
        }
    }

    /** A server that is not fit to lead asks for no vote and sends no heartbeat, however its engine sees itself. */
    private boolean isWithheld(Object request) {
        Fitness self = fitness;
        return self != null
                && ((request instanceof AppendEntriesRequest && self.isSilent())
                        || (request instanceof RequestVoteRequest && self.standsAside()));
    }

    /**
     * Restarts the replicator to a peer that is connected again. Runs on another thread, because it takes the node's
     * lock.
     */
    private void linkUp(PeerLink link) {
        ReplicatorGroup group = replicators;
        PeerId peer = new PeerId();
        if (group != null
                && checks != null
                && peer.parse(link.address() + ":" + link.peer().server())) {
            checks.execute(() -> group.checkReplicator(peer, true));
        }
    }

    private PeerNodeOptions options() {
        if (options == null) {
            throw new IllegalStateException("not initialised");
        }
        return options;
    }

    private PeerLinks links() {
        if (links == null) {
            throw new IllegalStateException("not initialised");
        }
        return links;
    }

    private PromptCommit promptCommit() {
        if (promptCommit == null) {
            throw new IllegalStateException("not initialised");
        }
        return promptCommit;
    }
}
