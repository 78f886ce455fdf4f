package io.lockstep.follower.engine.failover;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LossReportsTest {

    private static final LossReport LOSS = new LossReport(1, 7, 100);
    private static final Set<Integer> THREE = Set.of(1, 2, 3);
    private static final Set<Integer> FIVE = Set.of(1, 2, 3, 4, 5);

    private final LossReports reports = new LossReports();

    private OptionalInt rank(int self, Set<Integer> voters) {
        return reports.rank(self, LOSS, voters, 0);
    }

    @Test
    void aMajorityOfAllVotersMustHaveLostTheLeader() {
        assertThat(rank(2, THREE)).isEmpty();
        reports.add(3, LOSS, 0);
        assertThat(rank(2, THREE)).isPresent();
        assertThat(rank(2, FIVE)).isEmpty();
        reports.add(4, LOSS, 0);
        assertThat(rank(2, FIVE)).isPresent();
    }

    @Test
    void onlyVotersCount() {
        reports.add(9, LOSS, 0);
        assertThat(rank(2, THREE)).isEmpty();
        reports.add(3, LOSS, 0);
        assertThat(rank(4, THREE)).as("a learner").isEmpty();
    }

    @Test
    void anotherLeaderOrTermIsAnotherLoss() {
        reports.add(3, new LossReport(2, 7, 100), 0);
        assertThat(rank(2, THREE)).isEmpty();
        reports.add(3, new LossReport(1, 6, 100), 0);
        assertThat(rank(2, THREE)).isEmpty();
    }

    @Test
    void anOldReportNoLongerHolds() {
        reports.add(3, LOSS, -TimeUnit.MILLISECONDS.toNanos(LossReports.VALID_MILLIS));
        assertThat(rank(2, THREE)).isEmpty();
    }

    @Test
    void theLongestLogComesFirstAndThenTheLowestNumber() {
        reports.add(3, new LossReport(1, 7, 101), 0);
        reports.add(4, new LossReport(1, 7, 99), 0);
        reports.add(5, LOSS, 0);
        assertThat(rank(2, FIVE)).hasValue(1);
        reports.add(2, LOSS, 0);
        assertThat(rank(5, FIVE)).hasValue(2);
    }

    @Test
    void aReportComesBackFromItsBytesAndNothingElseIsOne() {
        assertThat(LossReport.decode(LOSS.encode())).isEqualTo(LOSS);
        assertThat(LossReport.decode(new byte[19])).isNull();
        assertThat(LossReport.decode(new byte[21])).isNull();
    }
}
