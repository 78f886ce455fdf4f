package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.RecordingNode;
import io.lockstep.follower.replication.ReplicationHarness;
import io.lockstep.follower.replication.ReplicationScenario;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A leader whose links close is replaced at once, if most have lost it. No silence is long enough to matter here. */
@Timeout(120)
class FailoverTest extends ReplicationScenario {

    private static final int NEVER_MILLIS = (int) TimeUnit.HOURS.toMillis(1);

    /** Enough for many elections. */
    private static final Duration A_WHILE = Duration.ofSeconds(1);

    @TempDir
    Path root;

    private final Map<Integer, PairProxy> proxies = new TreeMap<>();
    private EngineHarness engines;

    @Override
    protected ReplicationHarness newHarness() {
        engines = new EngineHarness(root, NEVER_MILLIS);
        for (int server = 1; server <= 3; server++) {
            proxies.put(server, engines.proxy(server));
        }
        return engines;
    }

    @Test
    void aLeaderWhoseProcessHasEndedIsReplacedThoughNobodyWaitsForItsSilence() {
        RecordingNode leader = threeVoters();
        applyOne(leader);
        nodes.remove(leader.server());
        harness.crash(leader.server());
        RecordingNode successor = awaitLeader();
        applyOne(successor);
        awaitSameMaps();
    }

    @Test
    void aFollowerThatAloneLosesTheLeaderChangesNothingUntilTheOtherLosesItToo() throws Exception {
        RecordingNode leader = threeVoters();
        List<RecordingNode> followers = others(leader);
        long term = leader.leadingTerm();
        lose(leader, followers.get(0));
        harness.pass(A_WHILE);
        applyOne(leader);
        assertThat(nodes.values()).allMatch(node -> node.newestTerm() == term);
        assertThat(leader.leads()).isTrue();

        // The old leader still runs, but has lost its majority.
        lose(leader, followers.get(1));
        RecordingNode successor = awaitLeaderAmong(followers);
        assertThat(successor.leadingTerm()).isEqualTo(term + 1);
    }

    /** Closes the links of these two, and waits until the follower takes the leader's process for ended. */
    private void lose(RecordingNode leader, RecordingNode follower) throws Exception {
        proxies.get(leader.server()).closeTo(follower.server());
        proxies.get(follower.server()).closeTo(leader.server());
        harness.await("the leader to be lost", () -> engines.hasLost(follower.server(), leader.server()));
    }
}
