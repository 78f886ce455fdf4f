package io.lockstep.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A flood of events makes few lines, and none is forgotten in the count. */
class LineBudgetTest {

    private static final long MINUTE = 60_000;

    private final LineBudget budget = new LineBudget(3, MINUTE);

    private long lines(long from, int events) {
        return LongStream.range(from, from + events).filter(budget::take).count();
    }

    @Test
    void aFewEventsHaveALineEach() {
        assertThat(lines(0, 3)).isEqualTo(3);
        assertThat(budget.withheld(MINUTE)).isZero();
    }

    @Test
    void aFloodIsCountedAtTheEndOfTheMinuteAndOnce() {
        assertThat(lines(0, 1_000)).isEqualTo(3);
        assertThat(budget.withheld(MINUTE - 1)).isZero();
        assertThat(budget.withheld(MINUTE)).isEqualTo(997);
        assertThat(budget.withheld(MINUTE)).isZero();
    }

    @Test
    void theNextMinuteBeginsWithItsFirstLine() {
        lines(0, 1_000);
        budget.withheld(MINUTE);
        assertThat(lines(5 * MINUTE, 4)).isEqualTo(3);
        assertThat(budget.withheld(6 * MINUTE - 1)).isZero();
        assertThat(budget.withheld(6 * MINUTE)).isEqualTo(1);
    }

    @Test
    void timesMayBeNegative() {
        assertThat(lines(Long.MIN_VALUE + 5, 4)).isEqualTo(3);
        assertThat(budget.withheld(Long.MIN_VALUE + 5 + MINUTE)).isEqualTo(1);
    }
}
