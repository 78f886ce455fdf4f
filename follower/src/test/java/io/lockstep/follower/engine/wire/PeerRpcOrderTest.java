package io.lockstep.follower.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Appends of one pair of servers run in order and one at a time. No pair holds up another. */
@Timeout(60)
class PeerRpcOrderTest extends PeerRpcScenario {

    @Test
    void appendsOfOnePairRunInOrderAcrossCuts() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger together = new AtomicInteger();
        Queue<Long> order = new ConcurrentLinkedQueue<>();
        process(AppendEntriesRequest.class, Runnable::run, (context, request) -> {
            if (request.getServerId().equals("b")) {
                context.sendResponse(OK);
                return;
            }
            together.accumulateAndGet(running.incrementAndGet(), Math::max);
            order.add(request.getPrevLogIndex());
            Thread.onSpinWait();
            running.decrementAndGet();
            context.sendResponse(AppendEntriesResponse.newBuilder()
                    .setTerm(1)
                    .setSuccess(true)
                    .build());
        });
        long sent = 0;
        for (int cut = 0; cut < 10; cut++) {
            BlockingQueue<Object> last = null;
            for (int i = 0; i < 500; i++) {
                last = call(append("a", ++sent));
            }
            assertThat(last.poll(5, TimeUnit.SECONDS)).isNotNull();
            assertThat(call(append("b", 1)).poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
            call(append("a", ++sent));
            cut();
        }
        assertThat(together.get()).isEqualTo(1);
        List<Long> seen = List.copyOf(order);
        assertThat(seen).hasSizeGreaterThanOrEqualTo(5_000).isSorted().doesNotHaveDuplicates();
    }

    /** Each peer has a link of its own, so a stuck pair holds up another only by its lock. */
    @Test
    void aPairThatIsStuckDoesNotHoldUpAnother() {
        AppendOrder order = new AppendOrder();
        assertThat(order.lockOf(append("stuck", 1)))
                .isSameAs(order.lockOf(append("stuck", 2)))
                .isNotSameAs(order.lockOf(append("free", 1)));
    }

    @Test
    void theEngineDoesNotLearnOfClosedConnections() throws Exception {
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        server.registerConnectionClosedEventListener((address, connection) -> closed.add(address));
        process(AppendEntriesRequest.class, null, (context, request) -> context.sendResponse(OK));
        assertThat(call(append("a", 1)).poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
        cut();
        assertThat(call(append("a", 2)).poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
        assertThat(closed).isEmpty();
    }

    @Test
    void anAppendThatIsRefusedDoesNotReachTheEngine() throws Exception {
        refuses = "a";
        Queue<String> reached = new ConcurrentLinkedQueue<>();
        process(AppendEntriesRequest.class, null, (context, request) -> {
            reached.add(request.getServerId());
            context.sendResponse(OK);
        });
        Object answer = call(append("a", 1)).poll(5, TimeUnit.SECONDS);
        assertThat(((ErrorResponse) answer).getErrorCode()).isEqualTo(RaftError.EINVAL.getNumber());
        assertThat(call(append("b", 1)).poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
        assertThat(reached).containsExactly("b");
    }
}
