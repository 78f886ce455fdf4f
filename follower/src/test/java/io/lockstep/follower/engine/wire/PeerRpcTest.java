package io.lockstep.follower.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Guarantees that the engine relies on in its calls over our wire, tested without the engine. */
@Timeout(60)
class PeerRpcTest extends PeerRpcScenario {

    @Test
    void theEngineFindsOurFactory() {
        assertThat(RpcFactoryHelper.rpcFactory()).isInstanceOf(PeerRpcFactory.class);
    }

    @Test
    void aConnectChecksTheReplicatorOnAnotherThread() throws Exception {
        client.checkConnection(toTwo, true);
        Check check = checks.poll(5, TimeUnit.SECONDS);
        assertThat(check).isNotNull();
        assertThat(check.peer()).isEqualTo(two.peer);
        assertThat(check.thread())
                .doesNotContain("peer-")
                .isNotEqualTo(Thread.currentThread().getName());
        assertThat(client.checkConnection(toTwo)).isTrue();
        cut();
        WireCluster.await("the link to come up again", () -> client.checkConnection(toTwo, true) && !checks.isEmpty());
    }

    @Test
    void checkingAConnectionNeverBlocks() throws Exception {
        // It accepts connections and never answers the hello.
        try (ServerSocket pit = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint("127.0.0.1", pit.getLocalPort());
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(client.checkConnection(endpoint, true)).isFalse();
            }
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    /** The engine pings in elections, with its lock held. */
    @Test
    void aPingIsAnsweredFromTheLinkAloneAndNeverSent() throws Exception {
        process(PingRequest.class, null, (context, ping) -> {
            throw new AssertionError("a ping was sent");
        });
        PingRequest ping = PingRequest.newBuilder().setSendTimestamp(1).build();
        try (ServerSocket pit = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint silent = new Endpoint("127.0.0.1", pit.getLocalPort());
            assertThatThrownBy(() -> client.invokeSync(silent, ping, Long.MAX_VALUE))
                    .isInstanceOf(RemotingException.class);
        }
        awaitLink();
        assertThat(client.invokeSync(toTwo, ping, 1)).isEqualTo(OK);
    }

    @Test
    void aCallWithoutALinkFailsAtOnce() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        assertThatThrownBy(() -> client.invokeAsync(
                        new Endpoint("127.0.0.1", port), append("a", 1), null, (result, failure) -> {}, 5_000))
                .isInstanceOf(RemotingException.class);
    }

    @Test
    void anErrorIsReturnedInPlaceOfAnotherAnswer() throws Exception {
        ErrorResponse busy = ErrorResponse.newBuilder()
                .setErrorCode(1009)
                .setErrorMsg("busy")
                .build();
        process(AppendEntriesRequest.class, null, (context, request) -> context.sendResponse(busy));
        assertThat(call(append("a", 1)).poll(5, TimeUnit.SECONDS)).isEqualTo(busy);
    }

    @Test
    void aMessageWithoutProcessorFailsItsCall() throws Exception {
        assertThat(call(append("a", 1)).poll(5, TimeUnit.SECONDS)).isInstanceOf(RemotingException.class);
    }

    @Test
    void aCallFailsWhenItsLinkIsCut() throws Exception {
        process(
                AppendEntriesRequest.class,
                null,
                (context, request) -> context.getConnection().close());
        assertThat(call(append("a", 1)).poll(5, TimeUnit.SECONDS)).isInstanceOf(RemotingException.class);
    }

    @Test
    void anOutcomeIsDeliveredEvenIfTheExecutorIsFull() throws Exception {
        process(AppendEntriesRequest.class, null, (context, request) -> context.sendResponse(OK));
        BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
        awaitLink();
        client.invokeAsync(
                toTwo,
                append("a", 1),
                null,
                new InvokeCallback() {
                    @Override
                    public void complete(Object result, Throwable failure) {
                        outcomes.add(result);
                    }

                    @Override
                    public Executor executor() {
                        return task -> {
                            throw new java.util.concurrent.RejectedExecutionException("full");
                        };
                    }
                },
                5_000);
        assertThat(outcomes.poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
    }

    private void awaitLink() throws Exception {
        WireCluster.await("a link", () -> client.checkConnection(toTwo, true));
    }
}
