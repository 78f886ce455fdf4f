package io.lockstep.follower.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.InvokeTimeoutException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import com.alipay.sofa.jraft.util.Endpoint;
import com.alipay.sofa.jraft.util.RpcFactoryHelper;
import io.lockstep.follower.engine.wire.WireCluster.Server;
import io.lockstep.follower.peer.PeerLink;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the engine relies on in its calls over our wire, without the engine. */
@Timeout(60)
class PeerRpcTest {

    private record Check(PeerId peer, String thread) {}

    private final BlockingQueue<Check> checks = new LinkedBlockingQueue<>();
    private Server one;
    private Server two;
    private PeerRpcClient client;
    private PeerRpcServer server;
    private Endpoint toTwo;

    @BeforeEach
    void connect(@TempDir Path directory) throws Exception {
        one = new Server(1, directory);
        two = new Server(2, directory);
        toTwo = two.peer.getEndpoint();
        client = new PeerRpcClient();
        client.registerConnectEventListener(replicators());
        client.init(one.options);
        server = new PeerRpcServer(two.wire, two.peer.getPort());
        server.init(null);
    }

    @AfterEach
    void close() {
        client.shutdown();
        server.shutdown();
        one.close();
        two.close();
    }

    private ReplicatorGroup replicators() {
        return (ReplicatorGroup) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ReplicatorGroup.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("checkReplicator")) {
                        checks.add(new Check(
                                (PeerId) arguments[0], Thread.currentThread().getName()));
                    }
                    return null;
                });
    }

    private <T> void process(Class<T> type, Executor executor, BiConsumer<RpcContext, T> handler) {
        server.registerProcessor(new RpcProcessor<T>() {
            @Override
            public void handleRequest(RpcContext context, T request) {
                handler.accept(context, request);
            }

            @Override
            public String interest() {
                return type.getName();
            }

            @Override
            public Executor executor() {
                return executor;
            }

            @Override
            public ExecutorSelector executorSelector() {
                throw new AssertionError("the processor's executor selector was asked");
            }
        });
    }

    private static AppendEntriesRequest append(String from, long index) {
        return AppendEntriesRequest.newBuilder()
                .setGroupId("test")
                .setServerId(from)
                .setPeerId("127.0.0.1:1:2")
                .setTerm(1)
                .setPrevLogTerm(1)
                .setPrevLogIndex(index)
                .setCommittedIndex(0)
                .build();
    }

    private static final ErrorResponse OK =
            ErrorResponse.newBuilder().setErrorCode(0).build();

    @Test
    void theEngineFindsOurFactory() {
        assertThat(RpcFactoryHelper.rpcFactory()).isInstanceOf(PeerRpcFactory.class);
    }

    @Test
    void afterAConnectTheReplicatorOfThatPeerIsCheckedOnAnotherThread() throws Exception {
        client.checkConnection(toTwo, true);
        Check check = checks.poll(5, TimeUnit.SECONDS);
        assertThat(check).isNotNull();
        assertThat(check.peer).isEqualTo(two.peer);
        assertThat(check.thread)
                .doesNotContain("peer-")
                .isNotEqualTo(Thread.currentThread().getName());
        assertThat(client.checkConnection(toTwo)).isTrue();
        cut();
        WireCluster.await("the link to come up again", () -> client.checkConnection(toTwo, true) && !checks.isEmpty());
    }

    @Test
    void checkingAConnectionNeverBlocksEvenIfThePeerIsAPit() throws Exception {
        // It takes connections and never answers the hello.
        try (ServerSocket pit = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Endpoint endpoint = new Endpoint("127.0.0.1", pit.getLocalPort());
            long begun = System.nanoTime();
            for (int i = 0; i < 100; i++) {
                assertThat(client.checkConnection(endpoint, true)).isFalse();
            }
            assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Test
    void theFirstPingWaitsForTheLinkAndGetsItsAnswer() throws Exception {
        process(PingRequest.class, null, (context, ping) -> context.sendResponse(OK));
        PingRequest ping = PingRequest.newBuilder().setSendTimestamp(1).build();
        assertThat(client.invokeSync(toTwo, ping, 5_000)).isEqualTo(OK);
    }

    @Test
    void aPingOfAPeerThatDoesNotAnswerTimesOut() throws Exception {
        process(PingRequest.class, null, (context, ping) -> {});
        PingRequest ping = PingRequest.newBuilder().setSendTimestamp(1).build();
        assertThatThrownBy(() -> client.invokeSync(toTwo, ping, 200)).isInstanceOf(InvokeTimeoutException.class);
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
    void anErrorComesBackWhereAnotherAnswerWasAwaited() throws Exception {
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
    void anOutcomeIsNotLostWhenTheCallbacksExecutorIsFull() throws Exception {
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

    /** Sends a request as soon as there is a link. */
    private BlockingQueue<Object> call(AppendEntriesRequest request) throws Exception {
        BlockingQueue<Object> outcomes = new LinkedBlockingQueue<>();
        WireCluster.await("a link", () -> {
            try {
                client.invokeAsync(
                        toTwo,
                        request,
                        null,
                        (result, failure) -> outcomes.add(failure == null ? result : failure),
                        5_000);
                return true;
            } catch (RemotingException noLink) {
                return false;
            }
        });
        return outcomes;
    }

    /** Cuts the link at the other end, and waits until this end has noticed. */
    private void cut() throws Exception {
        PeerLink link = one.wire.links().openLinkTo(toTwo.toString());
        assertThat(link).isNotNull();
        WireCluster.await("the other end to know of the link", two::hasInbound);
        two.cutInbound();
        WireCluster.await("the cut to be noticed", () -> !link.isOpen());
    }

    private void awaitLink() throws Exception {
        WireCluster.await("a link", () -> client.checkConnection(toTwo, true));
    }

    @Test
    void appendsOfOnePairRunOneByOneAndInOrderAcrossCutsAndOthersBesideThem() throws Exception {
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

    @Test
    void aPairThatIsStuckDoesNotHoldUpAnother() throws Exception {
        LinkedBlockingQueue<String> release = new LinkedBlockingQueue<>();
        process(AppendEntriesRequest.class, Runnable::run, (context, request) -> {
            if (request.getServerId().equals("stuck")) {
                try {
                    release.take();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            context.sendResponse(OK);
        });
        BlockingQueue<Object> stuck = call(append("stuck", 1));
        assertThat(call(append("free", 1)).poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
        assertThat(stuck).isEmpty();
        release.add("go");
        assertThat(stuck.poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
    }

    @Test
    void theEngineIsNotToldOfClosedConnections() throws Exception {
        BlockingQueue<String> closed = new LinkedBlockingQueue<>();
        server.registerConnectionClosedEventListener((address, connection) -> closed.add(address));
        process(AppendEntriesRequest.class, null, (context, request) -> context.sendResponse(OK));
        assertThat(call(append("a", 1)).poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
        cut();
        assertThat(call(append("a", 2)).poll(5, TimeUnit.SECONDS)).isEqualTo(OK);
        assertThat(closed).isEmpty();
    }
}
