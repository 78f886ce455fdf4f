package io.lockstep.simulation.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckVerdictTest {

    private static final String FRUIT = "judged: FruitCheck: an apple";

    private final Coverage coverage = new Coverage();
    private final List<String> breaches = new ArrayList<>();
    private final CheckVerdict verdict = new CheckVerdict(new FruitCheck(), coverage, breaches::add);

    private static final class FruitCheck implements Check {
        @Override
        public Set<String> subjects() {
            return Set.of("an apple");
        }

        @Override
        public void examine(Evidence evidence, CheckVerdict verdict) {}
    }

    @Test
    void anUnusedSubjectCountsZero() {
        assertThat(coverage.times()).containsExactly(Map.entry(FRUIT, 0L));
    }

    @Test
    void eachJudgmentCounts() {
        verdict.judged("an apple");
        verdict.judged("an apple");

        assertThat(coverage.of(FRUIT)).isEqualTo(2);
        assertThat(breaches).isEmpty();
    }

    @Test
    void anUndeclaredSubjectIsRefused() {
        assertThatThrownBy(() -> verdict.judged("a stone")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBreachIsPassedOn() {
        verdict.breach("it is rotten");

        assertThat(breaches).containsExactly("it is rotten");
    }
}
