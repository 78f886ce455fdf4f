package io.lockstep.follower.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Server 1 of three, in its fourth start, with a log that ends at entry 20 of term 3. */
class VoteGateTest {

    private static final long RUN = 77;
    private static final LogPosition END = new LogPosition(3, 20);

    @TempDir
    Path root;

    private DataDirectory data;
    private ProgressFile progress;
    private LogPosition log = END;
    private final List<String> doubts = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        data = DataDirectory.open(root);
        Identity identity = new Identity("cluster", 1, "storage-1", "127.0.0.1:1");
        progress = ProgressFile.ofNew(data, Progress.ofNew(identity).starts(4).at(3, END, 0));
    }

    @AfterEach
    void close() {
        data.close();
    }

    private VoteGate gate(Doubt doubt) {
        return gate(doubt, false);
    }

    private VoteGate gate(Doubt doubt, boolean lossAccepted) {
        progress.change(now -> now.doubt(doubt));
        VoteGate gate = new VoteGate(1, RUN, progress, () -> log, lossAccepted);
        gate.voters(() -> Set.of(2, 3));
        gate.onDoubt(doubts::add);
        return gate;
    }

    private static DiskReport report(LogPosition last, ServerHistory... remembered) {
        return new DiskReport(1, last, false, List.of(remembered));
    }

    private static ServerHistory ofServerOne(long starts, long run, LogPosition earlier, LogPosition last) {
        return new ServerHistory(1, "storage-1", starts, run, earlier, last);
    }

    private void met(VoteGate gate, int server, DiskReport report) throws IOException {
        gate.met(server, "storage-" + server, 10 + server, report);
    }

    /** Whether the gate is closed after server 2 told what it remembers of server 1. */
    private boolean doubtsAfter(ServerHistory history) throws IOException {
        VoteGate gate = gate(Doubt.NONE);
        met(gate, 2, report(END, history));
        assertThat(gate.mayStand()).isEqualTo(gate.doubt() == Doubt.NONE);
        assertThat(gate.mayVote(9, new LogPosition(8, 99))).isEqualTo(gate.doubt() == Doubt.NONE);
        return gate.doubt() == Doubt.OLD_COPY;
    }

    @Test
    void serverWithoutDoubtStandsAndVotes() throws IOException {
        assertThat(doubtsAfter(ofServerOne(3, 55, LogPosition.NONE, END))).isFalse();
        assertThat(doubtsAfter(ofServerOne(4, RUN, END, new LogPosition(5, 50))))
                .as("of this run")
                .isFalse();
        assertThat(doubts).isEmpty();
    }

    @Test
    void memoryOfMoreStartsStartsADoubt() throws IOException {
        assertThat(doubtsAfter(ofServerOne(5, 55, LogPosition.NONE, END))).isTrue();
        assertThat(doubts).singleElement().asString().contains("Server 2", "start 5", "start 4");
    }

    @Test
    void memoryOfAnotherRunWithAsManyStartsStartsADoubt() throws IOException {
        assertThat(doubtsAfter(ofServerOne(4, 55, LogPosition.NONE, END))).isTrue();
        assertThat(doubts).singleElement().asString().contains("another start 4");
    }

    @Test
    void memoryOfALongerLogStartsADoubt() throws IOException {
        assertThat(doubtsAfter(ofServerOne(3, 55, LogPosition.NONE, new LogPosition(3, 21))))
                .isTrue();
        assertThat(doubtsAfter(ofServerOne(4, RUN, new LogPosition(4, 1), LogPosition.NONE)))
                .isTrue();
    }

    @Test
    void memoryOfAnotherDirectoryIsNoMemoryOfThisOne() throws IOException {
        assertThat(doubtsAfter(new ServerHistory(1, "storage-0", 9, 55, END, END)))
                .isFalse();
        assertThat(doubtsAfter(new ServerHistory(3, "storage-1", 9, 55, END, END)))
                .isFalse();
    }

    @Test
    void doubtIsOnDiskAndEndsAboveTheTermOfTheLeader() throws IOException {
        assertThat(doubtsAfter(ofServerOne(6, 55, LogPosition.NONE, END))).isTrue();
        assertThat(ProgressFile.read(data).now().doubt()).isEqualTo(Doubt.OLD_COPY);
        VoteGate again = gate(Doubt.OLD_COPY);
        met(again, 2, report(END, ofServerOne(6, 55, LogPosition.NONE, END)));
        again.caughtUp(8);
        assertThat(again.doubt()).isEqualTo(Doubt.NONE);
        assertThat(again.mayVote(8, new LogPosition(8, 99)))
                .as("it may have voted in term 8")
                .isFalse();
        assertThat(again.mayVote(9, new LogPosition(8, 99))).isTrue();
        assertThat(progress.now().starts()).as("more than anybody remembers").isEqualTo(7);
    }

    @Test
    void memoriesCountNoLongerOnceItHasCaughtUp() throws IOException {
        VoteGate gate = gate(Doubt.NONE);
        gate.caughtUp(8);
        met(gate, 2, report(END, ofServerOne(9, 55, END, END)));
        assertThat(gate.doubt()).isEqualTo(Doubt.NONE);
        assertThat(gate.isCatchingUp()).isFalse();
    }

    @Test
    void cutLogVotesOnceAllOthersAreHeardAndOnlyForTheLongest() throws IOException {
        VoteGate gate = gate(Doubt.CUT_LOG);
        met(gate, 2, report(new LogPosition(3, 30)));
        assertThat(gate.mayVote(9, new LogPosition(9, 99)))
                .as("server 3 is missing")
                .isFalse();
        assertThat(gate.waitsFor()).containsExactly(3);
        met(gate, 3, report(new LogPosition(3, 25)));
        assertThat(gate.mayVote(9, new LogPosition(3, 29))).isFalse();
        assertThat(gate.mayVote(9, new LogPosition(2, 99))).isFalse();
        assertThat(gate.mayVote(9, new LogPosition(3, 30))).isTrue();
        assertThat(gate.mayStand()).as("its own log is shorter").isFalse();
        log = new LogPosition(3, 30);
        assertThat(gate.mayStand()).isTrue();
        gate.led(9);
        assertThat(gate.doubt()).isEqualTo(Doubt.NONE);
    }

    @Test
    void cutLogIsNoOlderCopyUnlessStartsAreMissing() throws IOException {
        VoteGate gate = gate(Doubt.CUT_LOG);
        met(gate, 2, report(END, ofServerOne(3, 55, LogPosition.NONE, new LogPosition(3, 22))));
        assertThat(gate.doubt()).isEqualTo(Doubt.CUT_LOG);
        met(gate, 3, report(END, ofServerOne(7, 55, LogPosition.NONE, END)));
        assertThat(gate.doubt()).isEqualTo(Doubt.OLD_COPY);
        assertThat(gate.mayVote(9, new LogPosition(9, 99))).isFalse();
    }

    @Test
    void beforeTheVotersAreKnownNobodyInDoubtVotes() {
        progress.change(now -> now.doubt(Doubt.CUT_LOG));
        VoteGate gate = new VoteGate(1, RUN, progress, () -> log, false);
        assertThat(gate.mayStand()).isFalse();
        assertThat(gate.mayVote(9, new LogPosition(9, 99))).isFalse();
    }

    @Test
    void olderCopyDoesNotListenToALeaderOlderThanItsLostEntries() throws IOException {
        VoteGate gate = gate(Doubt.NONE);
        assertThat(gate.mayFollow(1)).isTrue();
        met(gate, 2, report(END, ofServerOne(9, 55, LogPosition.NONE, new LogPosition(7, 70))));
        assertThat(gate.mayFollow(6)).isFalse();
        assertThat(gate.mayFollow(7)).isTrue();
    }

    @Test
    void acceptedLossIgnoresMemoriesAndReplacesThem() throws IOException {
        VoteGate gate = gate(Doubt.NONE, true);
        met(gate, 2, report(END, ofServerOne(9, 55, END, new LogPosition(9, 9))));
        assertThat(gate.doubt()).isEqualTo(Doubt.NONE);
        ServerHistory kept = ServerHistory.of(1, "storage-1", 55, report(new LogPosition(9, 9)));
        ServerHistory replaced = kept.met(RUN, gate.report());
        assertThat(replaced.before(RUN)).isEqualTo(LogPosition.NONE);
    }

    @Test
    void remembersTheMostOfEachOther() throws IOException {
        VoteGate gate = gate(Doubt.NONE);
        gate.met(2, "storage-2", 12, new DiskReport(5, new LogPosition(3, 9), false, List.of()));
        gate.reached(2, new LogPosition(3, 15));
        gate.met(2, "storage-2", 13, new DiskReport(6, new LogPosition(3, 11), false, List.of()));
        gate.met(2, "storage-2", 14, new DiskReport(4, new LogPosition(1, 1), false, List.of()));
        ServerHistory expected =
                new ServerHistory(2, "storage-2", 6, 13, new LogPosition(3, 15), new LogPosition(3, 11));
        assertThat(gate.report().remembered()).containsExactly(expected);
        progress.store();
        assertThat(ProgressFile.read(data).now()).isEqualTo(progress.now());
    }
}
