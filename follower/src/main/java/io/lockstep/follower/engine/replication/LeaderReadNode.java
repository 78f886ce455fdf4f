package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.NodeImpl;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ReadIndexResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosure;

/**
 * The engine's node, but for one thing: it confirms nobody's leadership but its own. A follower of the engine forwards a
 * read index to its leader; then a confirmation would no longer mean that this node leads.
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
