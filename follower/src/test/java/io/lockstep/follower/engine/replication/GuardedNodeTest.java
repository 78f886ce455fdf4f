package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.TimeoutNowResponse;
import org.junit.jupiter.api.Test;

class GuardedNodeTest {

    @Test
    void aServerThatMustNotLeadRefusesToStand() {
        GuardedNode node = new GuardedNode("g", new PeerId("127.0.0.1", 1), () -> false);
        TimeoutNowRequest stand = TimeoutNowRequest.newBuilder()
                .setGroupId("g")
                .setServerId("a:1")
                .setPeerId("b:1")
                .setTerm(8)
                .build();
        assertThat(node.handleTimeoutNowRequest(stand, null))
                .isInstanceOfSatisfying(TimeoutNowResponse.class, answer -> {
                    assertThat(answer.getSuccess()).isFalse();
                    assertThat(answer.getTerm()).isEqualTo(8);
                });
    }
}
