package io.lockstep.follower.engine.failover;

import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.core.State;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;

/**
 * The engine's node as one that may stand for election. Calls may wait for the node's lock, which the engine holds
 * while it writes a vote to disk.
 */
final class Candidate {

    private final NodeImpl node;

    Candidate(NodeImpl node) {
        this.node = node;
    }

    boolean follows() {
        return node.getNodeState() == State.STATE_FOLLOWER;
    }

    boolean leads() {
        return node.getNodeState().compareTo(State.STATE_TRANSFERRING) <= 0;
    }

    /** The last index of its log. The node must be active. */
    long lastIndex() {
        return node.getLastLogIndex();
    }

    /**
     * Stands for election without asking first whether the others would vote, as after a transfer of leadership.
     *
     * @return false, and nothing is done, unless the node follows, in {@code term}
     */
    boolean stand(long term) {
        TimeoutNowRequest request = TimeoutNowRequest.newBuilder()
                .setGroupId(node.getGroupId())
                .setServerId(node.getServerId().toString())
                .setPeerId(node.getServerId().toString())
                .setTerm(term)
                .build();
        // The engine returns an answer only to refuse; otherwise it sends one, and begins.
        return node.handleTimeoutNowRequest(request, new RpcRequestClosure(new NobodyAsked())) == null;
    }

    /** Starts the engine's election timer anew, if it runs; otherwise it has this length when it starts. */
    void restartElectionTimer(int millis) {
        node.resetElectionTimeoutMs(millis);
    }

    /** Takes the answer to a request that this server made to itself. */
    private static final class NobodyAsked implements RpcContext {
        @Override
        public void sendResponse(Object response) {}

        @Override
        public Connection getConnection() {
            throw new UnsupportedOperationException("a request without a connection");
        }

        @Override
        public String getRemoteAddress() {
            return "this server";
        }
    }
}
