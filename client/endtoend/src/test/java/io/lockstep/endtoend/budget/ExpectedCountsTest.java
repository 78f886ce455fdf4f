package io.lockstep.endtoend.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A count that rises by more than a tenth is found, and a hand-over more. */
class ExpectedCountsTest {

    private final Properties committed = new Properties();
    private final ExpectedCounts expected = new ExpectedCounts(committed);

    @BeforeEach
    void commit() {
        committed.setProperty("leader.calls", "120");
        committed.setProperty("leader.handovers", "11");
    }

    @Test
    void whatVariesALittleIsNoRise() {
        Map<String, Long> counts = Map.of("leader.calls", 132L, "leader.handovers", 11L);
        assertThat(expected.exceeded(counts)).isEmpty();
        assertThat(expected.outlived(counts)).isEmpty();
    }

    @Test
    void aRiseIsNamedWithItsSize() {
        assertThat(expected.exceeded(Map.of("leader.calls", 133L, "leader.handovers", 12L)))
                .containsExactlyInAnyOrder(
                        "leader.calls is 133, was 120 (+11 %)", "leader.handovers is 12, was 11 (+9 %)");
    }

    @Test
    void aFallIsToldSinceItCouldBeLostAgainUnseen() {
        Map<String, Long> counts = Map.of("leader.calls", 100L, "leader.handovers", 10L);
        assertThat(expected.exceeded(counts)).isEmpty();
        assertThat(expected.outlived(counts))
                .containsExactlyInAnyOrder(
                        "leader.calls is 100, was 120 (-17 %)", "leader.handovers is 10, was 11 (-9 %)");
    }

    @Test
    void aCountThatNobodyExpectsIsAnError() {
        assertThatThrownBy(() -> expected.exceeded(Map.of("leader.files", 1L)))
                .hasMessageContaining("leader.files")
                .hasMessageContaining("scripts/budget --accept");
    }
}
