package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequestClosure;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosure;
import com.google.protobuf.Message;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The engine's node, which refuses two kinds of requests:
 *
 * <ul>
 *   <li>to confirm another server's leadership. The engine's follower forwards a read index to its leader; a
 *       confirmation would then no longer mean that this node leads.
 *   <li>to stand for election, on behalf of a leader or of this server itself, while it must not lead.
 * </ul>
 */
final class GuardedNode extends NodeImpl {

    private final BooleanSupplier mayLead;

    /** @param mayLead whether this server works, and is not in doubt of its disk; any thread, must not block */
    GuardedNode(String group, PeerId self, BooleanSupplier mayLead) {
        super(group, self);
        this.mayLead = mayLead;
    }

    @Override
    public void handleReadIndexRequest(ReadIndexRequest request, RpcResponseClosure<ReadIndexResponse> done) {
        if (request.getServerId().equals(getServerId().toString())) {
            super.handleReadIndexRequest(request, done);
        } else {
            done.run(new Status(RaftError.EPERM, "Leadership is confirmed to the leader only."));
        }
    }

    @Override
    public @Nullable Message handleTimeoutNowRequest(TimeoutNowRequest request, RpcRequestClosure done) {
        if (!mayLead.getAsBoolean()) {
            return TimeoutNowResponse.newBuilder()
                    .setTerm(request.getTerm())
                    .setSuccess(false)
                    .build();
        }
        return super.handleTimeoutNowRequest(request, done);
    }
}
