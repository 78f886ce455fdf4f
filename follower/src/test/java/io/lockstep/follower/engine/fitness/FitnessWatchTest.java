package io.lockstep.follower.engine.fitness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Time passes only as the test says. */
class FitnessWatchTest {

    private static final long LOOK_MILLIS = 100;

    /** Within so long a server must have given leadership up. */
    private static final long LIMIT_MILLIS = 2_000;

    private final FakeServer server = new FakeServer();
    private final Fitness fitness = new Fitness();
    private final FitnessWatch watchdog = new FitnessWatch(server, fitness);

    /** A healthy server turns, stores and commits between any two looks. */
    private static final class FakeServer implements WatchedServer {
        private boolean leads = true;
        private boolean turns = true;
        private boolean commits = true;
        private boolean othersStore = true;
        private boolean diskAnswers = true;
        private boolean canHandOver = true;
        private long looks;
        private long turned;
        private long committed;
        private long stored;
        private long stuckWrite;
        private final List<String> reasons = new ArrayList<>();
        private final List<Boolean> silent = new ArrayList<>();
        private int hangs;

        void pass() {
            looks++;
            turned += turns ? 1 : 0;
            committed += commits ? 1 : 0;
            stored += othersStore ? 1 : 0;
            stuckWrite = diskAnswers ? looks : stuckWrite;
        }

        @Override
        public boolean leadsOthers() {
            return leads;
        }

        @Override
        public long writeInProgress() {
            return stuckWrite;
        }

        @Override
        public long turn() {
            return turned;
        }

        @Override
        public long awaitedOutcome() {
            return committed + 1;
        }

        @Override
        public long storedByOthers() {
            return stored;
        }

        @Override
        public void handOver(String reason) {
            reasons.add(reason);
            leads = !canHandOver;
        }

        @Override
        public void diskSilent(boolean isSilent, long millis) {
            silent.add(isSilent);
        }

        @Override
        public void diskHangs(long millis) {
            hangs++;
        }
    }

    @BeforeEach
    void beHealthy() {
        pass(1_000);
    }

    private void pass(long millis) {
        for (long passed = 0; passed < millis; passed += LOOK_MILLIS) {
            server.pass();
            watchdog.look(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private void givesUpBecause(String reason) {
        pass(1_000);
        assertThat(server.reasons).as("too early").isEmpty();
        pass(LIMIT_MILLIS - 1_000);
        assertThat(server.reasons).hasSize(1).first().asString().startsWith(reason);
        assertThat(fitness.standsAside()).isTrue();
    }

    @Test
    void aHealthyLeaderLeadsOn() {
        pass(600_000);
        assertThat(server.reasons).isEmpty();
        assertThat(fitness.standsAside()).isFalse();
    }

    @Test
    void givesUpWhenItsDiskDoesNotAnswer() {
        server.diskAnswers = false;
        givesUpBecause("its disk has not answered a write for 1");
    }

    @Test
    void leadsOnWhenTheDisksOfTheOthersAreSilentToo() {
        server.diskAnswers = false;
        server.commits = false;
        server.othersStore = false;
        pass(10_000);
        assertThat(server.reasons).isEmpty();
    }

    @Test
    void givesUpWhenItsLoopStands() {
        server.turns = false;
        givesUpBecause("its loop has not turned for 1");
    }

    @Test
    void givesUpWhenNothingIsCommitted() {
        server.commits = false;
        givesUpBecause("none of its proposals was committed for 1");
    }

    @Test
    void givesUpLessAndLessOftenWhenNobodyCanCommit() {
        server.commits = false;
        for (int i = 0; i < 600; i++) {
            pass(1_000);
            // The others elect it again as soon as it stands.
            server.leads |= !fitness.standsAside();
        }
        assertThat(server.reasons).hasSizeBetween(5, 16);
    }

    @Test
    void fallsSilentWhenItCannotHandOver() {
        server.canHandOver = false;
        server.diskAnswers = false;
        givesUpBecause("its disk");
        assertThat(fitness.isSilent()).isTrue();
    }

    @Test
    void doesNotFallSilentWhenAnotherServerTookOver() {
        server.diskAnswers = false;
        givesUpBecause("its disk");
        pass(5_000);
        assertThat(fitness.isSilent()).isFalse();
    }

    @Test
    void standsAsideUntilItsDiskAnswersAgain() {
        server.canHandOver = false;
        server.diskAnswers = false;
        pass(5_000);
        assertThat(fitness.standsAside()).isTrue();
        server.diskAnswers = true;
        pass(2_000);
        assertThat(fitness.standsAside()).isFalse();
        assertThat(fitness.isSilent()).isFalse();
    }

    @Test
    void aFollowerStandsAsideToo() {
        server.leads = false;
        server.turns = false;
        pass(LIMIT_MILLIS);
        assertThat(fitness.standsAside()).isTrue();
        assertThat(server.reasons).isEmpty();
    }

    @Test
    void aPauseOfTheWholeProcessProvesNothing() {
        server.turns = false;
        server.commits = false;
        server.diskAnswers = false;
        pass(200);
        watchdog.look(TimeUnit.SECONDS.toNanos(60));
        assertThat(server.reasons).isEmpty();
        assertThat(server.hangs).isZero();
    }

    @Test
    void saysOnceThatTheDiskIsSilentAndThatItAnswers() {
        server.leads = false;
        server.diskAnswers = false;
        pass(1_500);
        assertThat(server.silent).isEmpty();
        pass(5_000);
        assertThat(server.silent).containsExactly(true);
        server.diskAnswers = true;
        pass(5_000);
        assertThat(server.silent).containsExactly(true, false);
    }

    @Test
    void endsWhenTheDiskHangs() {
        server.leads = false;
        server.diskAnswers = false;
        pass(29_000);
        assertThat(server.hangs).isZero();
        pass(5_000);
        assertThat(server.hangs).isEqualTo(1);
    }
}
