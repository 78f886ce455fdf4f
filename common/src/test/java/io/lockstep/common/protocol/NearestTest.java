package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A mistyped word is met with what it was meant to be, and a strange one with nothing. */
class NearestTest {

    private static final List<String> VERBS =
            Arrays.stream(Verb.values()).map(Verb::name).toList();

    @Test
    void fewEditsAreForgiven() {
        assertThat(Nearest.of("STAUTS", VERBS)).contains("STATUS");
        assertThat(Nearest.of("relese", VERBS)).contains("RELEASE");
        assertThat(Nearest.of("lck", VERBS)).contains("LOCK");
        assertThat(Nearest.of("--peerport", List.of("--port", "--peer-port"))).contains("--peer-port");
    }

    @Test
    void theBeginningOfAWordIsEnough() {
        assertThat(Nearest.of("unw", VERBS)).contains("UNWATCH");
    }

    @Test
    void theNearerOneWins() {
        assertThat(Nearest.of("ping", VERBS)).contains("PING");
        assertThat(Nearest.of("pong", VERBS)).contains("PONG");
    }

    @Test
    void aStrangeWordIsMetWithNothing() {
        for (String strange : List.of("", "FROB", "x", "é".repeat(5), "A".repeat(100_000))) {
            assertThat(Nearest.of(strange, VERBS)).as(strange).isEmpty();
        }
        assertThat(Nearest.advice("FROB", VERBS, "see HELP")).isEqualTo("; see HELP");
        assertThat(Nearest.advice("quite", VERBS, "See HELP")).isEqualTo("; did you mean QUIT? See HELP");
    }
}
