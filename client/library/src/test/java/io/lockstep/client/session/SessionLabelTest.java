package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.api.LockClientSettings;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** A label fits, whatever it is made of. */
class SessionLabelTest {

    private static final int MOST = 255;

    @Test
    void aLongNameIsCutBetweenCharacters() {
        String label = SessionLabel.of("x".repeat(240), "a-host-with-a-long-name.example.com");
        assertThat(label).hasSize(MOST).startsWith("xxx").contains("x@a-host-with-a-long-name.example.com[");
        assertThat(SessionLabel.cut("é".repeat(200)).getBytes(StandardCharsets.UTF_8))
                .hasSize(MOST - 1);
        assertThat(SessionLabel.cut("\uD83D\uDE00".repeat(70))).isEqualTo("\uD83D\uDE00".repeat(63));
        assertThat(SessionLabel.cut("short")).isEqualTo("short");
    }

    @Test
    void settingsTakeAnyName() {
        LockClientSettings settings = LockClientSettings.of("127.0.0.1:9000").withName("n".repeat(300));
        assertThat(settings.label().getBytes(StandardCharsets.UTF_8)).hasSize(MOST);
    }

    @Test
    void aHostKnowsItsOwnName() {
        assertThat(SessionLabel.host("given")).isEqualTo("given");
        assertThat(SessionLabel.host("")).isNotEmpty();
    }
}
