package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.RecordingNode;
import io.lockstep.follower.replication.ReplicationHarness;
import io.lockstep.follower.replication.ReplicationScenario;
import io.lockstep.follower.trust.Doubt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three voters, of which one lost what it acknowledged and one never had it. Only the third has it; while that one is
 * away, the other two together must not lead.
 */
class DoubtfulDiskTest extends ReplicationScenario {

    /** Many election time-outs. */
    private static final Duration LONG = Duration.ofSeconds(3);

    @TempDir
    Path root;

    private EngineHarness engines;
    private RecordingNode leader;
    private int laggard;
    private int forgetful;

    @Override
    protected ReplicationHarness newHarness() {
        engines = new EngineHarness(root);
        return engines;
    }

    @BeforeEach
    void threeServers() {
        leader = threeVoters();
        laggard = 2;
        forgetful = 3;
        if (leader.server != 1) {
            throw new AssertionError("the founder leads at first");
        }
    }

    private void crash(int server) {
        harness.crash(server);
        nodes.remove(server);
    }

    private void assertNobodyLeads() {
        harness.pass(LONG);
        assertThat(nodes.values()).noneMatch(RecordingNode::leads);
    }

    private void awaitTrust(int server) {
        harness.await("server " + server + " trusts its disk", () -> engines.doubt(server) == Doubt.NONE);
    }

    /** Commits entries that only the leader and the forgetful server have. */
    private void commitWithoutTheLaggard() {
        crash(laggard);
        for (int i = 0; i < 20; i++) {
            applyOne(leader);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** Changes the last byte that is not zero, or the first zero behind it. */
    private void spoilEndOfLog(int server, int distance) throws IOException {
        Path log = engines.directory(server).resolve("log");
        try (Stream<Path> files = Files.list(log)) {
            Path newest = files.max(Comparator.naturalOrder()).orElseThrow();
            byte[] content = Files.readAllBytes(newest);
            int end = content.length;
            while (content[end - 1] == 0) {
                end--;
            }
            content[end - 1 + distance] ^= 0x55;
            Files.write(newest, content);
        }
    }

    @Test
    void olderCopyOfADirectoryIsFoundByTheOthers() throws IOException {
        crash(forgetful);
        Path older = root.resolve("older");
        copy(engines.directory(forgetful), older);
        restart(forgetful);
        harness.await("the laggard has met it", () -> engines.starts(laggard, forgetful) == 2);
        commitWithoutTheLaggard();
        crash(forgetful);
        crash(leader.server);
        delete(engines.directory(forgetful));
        copy(older, engines.directory(forgetful));

        restart(laggard);
        restart(forgetful);
        assertNobodyLeads();
        assertThat(engines.doubt(forgetful)).isEqualTo(Doubt.OLD_COPY);

        restart(1);
        applyOne(awaitLeader());
        awaitTrust(forgetful);
        crash(1);
        applyOne(awaitLeader());
    }

    @Test
    void acknowledgedBatchThatIsUnreadableDoesNotElectALaggard() throws IOException {
        commitWithoutTheLaggard();
        crash(forgetful);
        crash(1);
        spoilEndOfLog(forgetful, 0);

        restart(laggard);
        restart(forgetful);
        assertNobodyLeads();
        assertThat(engines.doubt(forgetful)).isEqualTo(Doubt.CUT_LOG);

        restart(1);
        applyOne(awaitLeader());
        assertThat(awaitLeader().server).isEqualTo(1);
        awaitTrust(forgetful);
    }

    @Test
    void powerLossOfAllHealsOnceAllAreBack() throws IOException {
        applyOne(leader);
        for (int server : List.of(3, 2, 1)) {
            crash(server);
            spoilEndOfLog(server, 1);
        }
        restart(1);
        restart(2);
        assertNobodyLeads();

        restart(3);
        applyOne(awaitLeader());
        List.of(1, 2, 3).forEach(this::awaitTrust);
    }

    @Test
    void operatorMayAcceptTheLoss() throws IOException {
        applyOne(leader);
        for (int server : List.of(3, 2, 1)) {
            crash(server);
        }
        spoilEndOfLog(2, 1);
        restart(3);
        restart(2);
        assertNobodyLeads();
        crash(2);
        engines.acceptingLoss.add(2);
        restart(2);
        applyOne(awaitLeader());
    }

    @Test
    void serverInDoubtVotesAgainOnceItHasCaughtUp() throws IOException {
        applyOne(leader);
        crash(forgetful);
        spoilEndOfLog(forgetful, 0);
        restart(forgetful);
        awaitTrust(forgetful);
        applyOne(leader);
        awaitLevel(leader);
        crash(1);
        applyOne(awaitLeader());
    }
}
