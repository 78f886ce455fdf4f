package io.lockstep.follower.engine.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.RequestVoteResponse;
import com.google.protobuf.Message;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.trust.Doubt;
import io.lockstep.follower.trust.LogPosition;
import io.lockstep.follower.trust.Progress;
import io.lockstep.follower.trust.ProgressFile;
import io.lockstep.follower.trust.VoteGate;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server whose log ends at entry 20 of term 3; entries up to 10 are of term 2. */
class ElectionGateTest {

    @TempDir
    Path root;

    private DataDirectory data;

    @BeforeEach
    void open() throws Exception {
        data = DataDirectory.open(root);
    }

    @AfterEach
    void close() {
        data.close();
    }

    private VoteGate gate(Doubt doubt) {
        Identity identity = new Identity("cluster", 1, "storage-1", "127.0.0.1:1");
        ProgressFile progress =
                ProgressFile.ofNew(data, Progress.ofNew(identity).doubt(doubt));
        VoteGate gate = new VoteGate(1, 7, progress, () -> new LogPosition(3, 20), false);
        gate.voters(() -> Set.of(2, 3));
        return gate;
    }

    private static LogPosition positionOf(long index) {
        if (index > 20) {
            return LogPosition.NONE;
        }
        return new LogPosition(index > 10 ? 3 : 2, index);
    }

    private static ElectionGate election(VoteGate gate) {
        return new ElectionGate(gate, ElectionGateTest::positionOf);
    }

    private static RequestVoteRequest vote(boolean preVote) {
        return RequestVoteRequest.newBuilder()
                .setGroupId("g")
                .setServerId("a:1")
                .setPeerId("b:1")
                .setTerm(9)
                .setLastLogTerm(8)
                .setLastLogIndex(99)
                .setPreVote(preVote)
                .build();
    }

    private static AppendEntriesRequest append(long term, long committed) {
        return AppendEntriesRequest.newBuilder()
                .setGroupId("g")
                .setServerId("a:1")
                .setPeerId("b:1")
                .setTerm(term)
                .setPrevLogTerm(term)
                .setPrevLogIndex(committed)
                .setCommittedIndex(committed)
                .build();
    }

    @Test
    void withoutDoubtTheEngineAnswersAll() {
        ElectionGate election = election(gate(Doubt.NONE));
        for (Message request : new Message[] {vote(true), vote(false), append(3, 20)}) {
            assertThat(election.letsIn(request)).isTrue();
            assertThat(election.letsOut(request)).isTrue();
            assertThat(election.answerTo(request)).isNull();
        }
    }

    @Test
    void inDoubtItNeitherVotesNorAsksForVotesAndStillFollows() {
        ElectionGate election = election(gate(Doubt.OLD_COPY));
        for (boolean preVote : new boolean[] {true, false}) {
            assertThat(election.letsOut(vote(preVote))).isFalse();
            assertThat(election.answerTo(vote(preVote)))
                    .isInstanceOfSatisfying(
                            RequestVoteResponse.class,
                            answer -> assertThat(answer.getGranted()).isFalse());
        }
        assertThat(election.letsIn(append(3, 5))).isTrue();
        assertThat(election.answerTo(append(3, 5))).isNull();
    }

    @Test
    void doubtEndsAtACommittedEntryOfTheLeadersOwnTerm() {
        VoteGate gate = gate(Doubt.OLD_COPY);
        ElectionGate election = election(gate);
        election.answerTo(append(3, 10));
        assertThat(gate.doubt()).as("an entry of an earlier term").isEqualTo(Doubt.OLD_COPY);
        election.answerTo(append(3, 21));
        assertThat(gate.doubt()).as("an entry that this server lacks").isEqualTo(Doubt.OLD_COPY);
        election.answerTo(append(3, 11));
        assertThat(gate.doubt()).isEqualTo(Doubt.NONE);
        assertThat(election.letsOut(vote(true))).isTrue();
    }
}
