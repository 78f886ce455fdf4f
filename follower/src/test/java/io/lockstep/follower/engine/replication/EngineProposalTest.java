package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.entity.Task;
import com.alipay.sofa.jraft.error.RaftError;
import io.lockstep.follower.engine.wire.WireCluster;
import io.lockstep.follower.engine.wire.WireCluster.Server;
import io.lockstep.follower.replication.ProposalOutcome;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine has one code, EPERM, for proposals that were refused and for those that may still commit, so only its
 * texts tell them apart. Here the real engine gives those texts: a version with other texts fails these tests.
 */
@Timeout(60)
class EngineProposalTest {

    private static final long ANY_TERM = -1;
    private WireCluster cluster;
    private Server leader;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        cluster = new WireCluster(directory, 3, options -> {});
        leader = cluster.awaitLeader();
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    /** The engine's status for a proposal. */
    private static Status statusOf(CompletableFuture<Status> status) throws Exception {
        return status.get(20, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Status> propose(Server server, long term) {
        CompletableFuture<Status> status = new CompletableFuture<>();
        ByteBuffer number = ByteBuffer.allocate(8).putLong(1).flip();
        server.node.apply(new Task(number, status::complete, term));
        return status;
    }

    private static void assertDenied(Status status, ProposalOutcome outcome) {
        assertThat(status.getRaftError()).isEqualTo(RaftError.EPERM);
        assertThat(EngineProposal.outcomeOf(status)).as("%s", status).isEqualTo(outcome);
    }

    @Test
    void appliedAtTheLeader() throws Exception {
        Status status = statusOf(propose(leader, ANY_TERM));
        assertThat(EngineProposal.outcomeOf(status)).isEqualTo(ProposalOutcome.APPLIED);
    }

    @Test
    void refusedAtAFollower() throws Exception {
        Server follower = cluster.servers.stream()
                .filter(server -> server != leader)
                .findFirst()
                .orElseThrow();
        assertDenied(statusOf(propose(follower, ANY_TERM)), ProposalOutcome.REFUSED);
    }

    @Test
    void refusedForAnotherTerm() throws Exception {
        assertDenied(statusOf(propose(leader, 1_000_000)), ProposalOutcome.REFUSED);
    }

    @Test
    void unknownWhenTheLeaderStepsDown() throws Exception {
        for (Server server : cluster.servers) {
            if (server != leader) {
                server.wire.close();
            }
        }
        assertDenied(statusOf(propose(leader, ANY_TERM)), ProposalOutcome.UNKNOWN);
    }

    @Test
    void onlyKnownRefusalsCountAsRefused() {
        assertThat(EngineProposal.outcomeOf(new Status(RaftError.EBUSY, "any"))).isEqualTo(ProposalOutcome.REFUSED);
        assertThat(EngineProposal.outcomeOf(new Status(RaftError.EPERM, "a new text")))
                .isEqualTo(ProposalOutcome.UNKNOWN);
        assertThat(EngineProposal.outcomeOf(new Status(RaftError.EIO, "Is not leader.")))
                .isEqualTo(ProposalOutcome.UNKNOWN);
    }
}
