package io.lockstep.follower.map;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.follower.context.TestClock;
import io.lockstep.follower.metrics.LockFigures.Findings;
import io.lockstep.follower.metrics.LockFigures.Held;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every lock is looked at, some in each tick, and only while somebody wants to know. */
class LockCensusTest {

    private static final ServerIncarnation HOME = new ServerIncarnation(1, 1);

    private final TestClock clock = new TestClock();
    private final ReplicatedMap map = new ReplicatedMap(clock);
    private final LockCensus census = new LockCensus(map);
    private long requests;

    @BeforeEach
    void openSessions() {
        apply(0, new Command.FoundCluster("c", 0));
        apply(0, new Command.RegisterServer("storage", "127.0.0.1:9000", "127.0.0.1:9100"));
        for (int key = 1; key <= 2; key++) {
            apply(0, new Command.OpenSession(new SessionKey(key, key), HOME, "127.0.0.1:5000", "", 10_000, true));
        }
    }

    private void apply(long clusterMillis, Command command) {
        Submission submission = new Submission(new Origin(HOME, 0), command);
        map.apply(map.appliedIndex() + 1, new Entry(new Origin(HOME, 0), clusterMillis, 1, List.of(submission)));
    }

    private void lock(long session, String name, LockMode mode, long waitMillis, long clusterMillis) {
        RequestId request = new RequestId(session, 1, ++requests, 0);
        apply(clusterMillis, new Command.Acquire(request, List.of(new LockName(name)), mode, waitMillis, 0));
    }

    @Test
    void locksAreCountedByModeAndTheOldestIsFound() {
        lock(1, "a", LockMode.EXCLUSIVE, 0, 1_000);
        lock(1, "b", LockMode.SHARED, 0, 2_000);
        lock(1, "c", LockMode.permits(3), 0, 2_000);
        lock(2, "a", LockMode.EXCLUSIVE, 60_000, 3_000);
        clock.pass(4_000);
        census.want();
        census.tick();
        assertThat(census.latest()).isEqualTo(new Findings(new Held(1, 1, 1), 1, 4, 6));
    }

    @Test
    void manyLocksTakeSeveralTicksAndTheResultIsThatOfAWholeLook() {
        for (int number = 0; number < LockCensus.LOCKS_PER_TICK + 1; number++) {
            lock(1, "lock-" + number, LockMode.EXCLUSIVE, 0, 0);
        }
        census.want();
        census.tick();
        assertThat(census.latest()).isEqualTo(Findings.NONE);
        census.tick();
        assertThat(census.latest().locks().exclusive()).isEqualTo(LockCensus.LOCKS_PER_TICK + 1);
        census.tick();
        census.tick();
        assertThat(census.latest().locks().exclusive()).isEqualTo(LockCensus.LOCKS_PER_TICK + 1);
    }

    @Test
    void nobodyLooksUnlessSomebodyWantsToKnow() {
        lock(1, "a", LockMode.EXCLUSIVE, 0, 0);
        census.tick();
        assertThat(census.latest()).isEqualTo(Findings.NONE);
        census.want();
        for (int tick = 0; tick < LockCensus.TICKS_WANTED; tick++) {
            census.tick();
        }
        assertThat(census.latest().locks().exclusive()).isEqualTo(1);
        lock(1, "b", LockMode.EXCLUSIVE, 0, 0);
        census.tick();
        assertThat(census.latest().locks().exclusive()).isEqualTo(1);
    }
}
