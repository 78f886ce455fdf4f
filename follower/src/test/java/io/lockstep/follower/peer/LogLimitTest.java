package io.lockstep.follower.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LogLimitTest {

    private final LogLimit limit = new LogLimit();

    @Test
    void eachSubjectIsLoggedOnceInAWhile() {
        assertThat(limit.allows("a")).isTrue();
        assertThat(limit.allows("a")).isFalse();
        assertThat(limit.allows("b")).isTrue();
        assertThat(limit.allows("a")).isFalse();
    }

    @Test
    void remembersNoMoreThan256Subjects() {
        assertThat(limit.allows("first")).isTrue();
        assertThat(IntStream.range(0, 255).allMatch(i -> limit.allows("another " + i)))
                .isTrue();
        assertThat(limit.allows("first")).isFalse();
        assertThat(limit.allows("one too many")).isTrue();
        assertThat(limit.allows("first")).isTrue();
    }
}
