package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosure;

/**
 * The engine's node, except that it confirms only its own leadership. The engine's follower forwards a read index to
 * its leader; a confirmation would then no longer mean that this node leads.
 */
final class LeaderReadNode extends NodeImpl {

    LeaderReadNode(String group, PeerId self) {
        super(group, self);
    }

    @Override
    public void handleReadIndexRequest(ReadIndexRequest request, RpcResponseClosure<ReadIndexResponse> done) {
        if (request.getServerId().equals(getServerId().toString())) {
            super.handleReadIndexRequest(request, done);
        } else {
            done.run(new Status(RaftError.EPERM, "Leadership is confirmed to the leader only."));
        }
    }
}
