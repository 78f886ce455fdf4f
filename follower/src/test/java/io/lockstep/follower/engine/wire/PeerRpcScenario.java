package io.lockstep.follower.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.util.Endpoint;
import io.lockstep.follower.engine.wire.WireCluster.Server;
import io.lockstep.follower.peer.PeerLink;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** The engine's client at one server and its server at another, over our wire, without the engine. */
abstract class PeerRpcScenario {

    record Check(PeerId peer, String thread) {}

    static final ErrorResponse OK = ErrorResponse.newBuilder().setErrorCode(0).build();
    final BlockingQueue<Check> checks = new LinkedBlockingQueue<>();
    Server one;
    Server two;
    PeerRpcClient client;
    PeerRpcServer server;
    Endpoint toTwo;

    /** Whether server two refuses the appends of this server. */
    volatile String refuses = "";

    @BeforeEach
    void connect(@TempDir Path directory) throws Exception {
        one = new Server(1, directory);
        two = new Server(2, directory);
        toTwo = two.peer.getEndpoint();
        client = new PeerRpcClient();
        client.registerConnectEventListener(replicators());
        client.init(one.options);
        server = new PeerRpcServer(
                two.options, two.peer.getPort(), append -> append.getServerId().equals(refuses));
        server.init(null);
    }

    @AfterEach
    void close() {
        client.shutdown();
        server.shutdown();
        one.close();
        two.close();
    }

    ReplicatorGroup replicators() {
        return (ReplicatorGroup) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ReplicatorGroup.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("checkReplicator")) {
                        checks.add(new Check(
                                (PeerId) arguments[0], Thread.currentThread().getName()));
                    }
                    return null;
                });
    }

    <T> void process(Class<T> type, Executor executor, BiConsumer<RpcContext, T> handler) {
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

    static AppendEntriesRequest append(String from, long index) {
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

    /** Sends a request as soon as there is a link. */
    BlockingQueue<Object> call(AppendEntriesRequest request) throws Exception {
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
    void cut() throws Exception {
        PeerLink link = one.wire.links().openLinkTo(toTwo.toString());
        assertThat(link).isNotNull();
        WireCluster.await("the other end to know of the link", two::hasInbound);
        two.cutInbound();
        WireCluster.await("the cut to be noticed", () -> !link.isOpen());
    }
}
