package io.lockstep.follower.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.EnumOutter;
import com.alipay.sofa.jraft.entity.PeerId;
import com.alipay.sofa.jraft.entity.RaftOutter.EntryMeta;
import com.alipay.sofa.jraft.error.RaftError;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcResponseClosure;
import io.lockstep.follower.engine.wire.WireCluster.Server;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Followers learn of a commit at once, and not with the next heartbeat, which comes every three seconds here. */
@Timeout(120)
class PromptCommitTest {

    private static final int HEARTBEAT_MILLIS = 3_000;

    private static WireCluster idleCluster(Path directory) throws Exception {
        return new WireCluster(directory, 3, options -> {
            options.setElectionTimeoutMs(HEARTBEAT_MILLIS);
            options.getRaftOptions().setElectionHeartbeatFactor(1);
            options.getRaftOptions().setMaxElectionDelayMs(500);
        });
    }

    @Test
    void followersOfAnIdleClusterApplyBeforeTheNextHeartbeat(@TempDir Path directory) throws Exception {
        try (WireCluster cluster = idleCluster(directory)) {
            Server leader = cluster.awaitLeader();
            long before = leader.options.promptCommit().heartbeats();
            for (int number = 1; number <= 20; number++) {
                CompletableFuture<Status> done = new CompletableFuture<>();
                leader.propose(number, done::complete);
                assertThat(done.get(5, TimeUnit.SECONDS).isOk()).isTrue();
                for (Server server : cluster.servers) {
                    assertThat(server.numbers.awaitNumber(number, 500))
                            .as("server %d has applied %d", server.number, number)
                            .isTrue();
                }
            }
            // One for each follower and commit, at most one more if a follower's answer came after the commit.
            assertThat(leader.options.promptCommit().heartbeats() - before).isBetween(20L, 80L);
        }
    }

    private static final String PEER = "127.0.0.1:9101:2";

    private final BlockingQueue<RpcResponseClosure<?>> sent = new LinkedBlockingQueue<>();
    private final PromptCommit promptCommit = new PromptCommit(new PeerProgress());

    private void start() {
        start(promptCommit);
    }

    private void start(PromptCommit promptCommit) {
        promptCommit.start((ReplicatorGroup) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ReplicatorGroup.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("sendHeartbeat");
                    assertThat(((PeerId) arguments[0]).toString()).isEqualTo(PEER);
                    return sent.add((RpcResponseClosure<?>) Objects.requireNonNull(arguments[1], "no closure"));
                }));
    }

    private static AppendEntriesRequest append(long previous, int entries, long committed) {
        AppendEntriesRequest.Builder request = AppendEntriesRequest.newBuilder()
                .setGroupId("test")
                .setServerId("127.0.0.1:9100:1")
                .setPeerId(PEER)
                .setTerm(1)
                .setPrevLogTerm(1)
                .setPrevLogIndex(previous)
                .setCommittedIndex(committed);
        for (int i = 0; i < entries; i++) {
            request.addEntries(EntryMeta.newBuilder().setTerm(1).setType(EnumOutter.EntryType.ENTRY_TYPE_DATA));
        }
        return request.build();
    }

    private static final AppendEntriesResponse SUCCESS =
            AppendEntriesResponse.newBuilder().setTerm(1).setSuccess(true).build();

    private RpcResponseClosure<?> nextHeartbeat() throws InterruptedException {
        RpcResponseClosure<?> closure = sent.poll(5, TimeUnit.SECONDS);
        assertThat(closure).as("a heartbeat").isNotNull();
        return closure;
    }

    private void assertNoHeartbeat() throws InterruptedException {
        assertThat(sent.poll(100, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void aPeerIsToldOnceOfEachCommit() throws Exception {
        start();
        AppendEntriesRequest three = append(10, 3, 10);
        promptCommit.sent(three);
        promptCommit.applied(13);
        assertNoHeartbeat();
        promptCommit.answered(three, SUCCESS);
        nextHeartbeat();
        promptCommit.applied(13);
        assertNoHeartbeat();
        AppendEntriesRequest two = append(13, 2, 13);
        promptCommit.sent(two);
        promptCommit.answered(two, SUCCESS);
        assertNoHeartbeat();
        promptCommit.applied(15);
        nextHeartbeat();
    }

    @Test
    void noHeartbeatIsSentIfTheNextAppendTells() throws Exception {
        start();
        AppendEntriesRequest first = append(10, 1, 10);
        promptCommit.sent(first);
        promptCommit.answered(first, SUCCESS);
        promptCommit.sent(append(11, 1, 11));
        promptCommit.applied(11);
        assertNoHeartbeat();
    }

    @Test
    void aPeerIsToldAtOnceOnlyIfAClientWaits() throws Exception {
        PromptCommit patient = new PromptCommit(new PeerProgress(), TimeUnit.HOURS.toNanos(1));
        start(patient);
        AppendEntriesRequest first = append(10, 1, 10);
        patient.sent(first);
        patient.answered(first, SUCCESS);
        patient.applied(11);
        patient.awaitedAt(3);
        assertNoHeartbeat();
        patient.awaitedAt(2);
        nextHeartbeat();
        AppendEntriesRequest second = append(11, 1, 11);
        patient.sent(second);
        patient.applied(12);
        patient.awaitedAt(2);
        patient.answered(second, SUCCESS);
        nextHeartbeat();
    }

    @Test
    void aHeartbeatThatMayBeLostIsRepeated() throws Exception {
        start();
        AppendEntriesRequest first = append(10, 1, 10);
        promptCommit.sent(first);
        promptCommit.applied(11);
        promptCommit.answered(first, SUCCESS);
        nextHeartbeat();
        AppendEntriesRequest lost = append(11, 0, 11);
        promptCommit.sent(lost);
        promptCommit.answered(lost, null);
        AppendEntriesRequest second = append(10, 1, 10);
        promptCommit.sent(second);
        promptCommit.answered(second, SUCCESS);
        nextHeartbeat();
    }

    @Test
    void aPeerWithoutReplicatorIsNotTriedAgain() throws Exception {
        start();
        AppendEntriesRequest first = append(10, 3, 10);
        promptCommit.sent(first);
        promptCommit.answered(first, SUCCESS);
        promptCommit.applied(12);
        nextHeartbeat().run(new Status(RaftError.EHOSTDOWN, "not connected"));
        promptCommit.applied(13);
        assertNoHeartbeat();
    }
}
