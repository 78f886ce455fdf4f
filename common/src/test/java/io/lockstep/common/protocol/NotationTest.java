package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.SessionKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations, times and keys as text. */
class NotationTest {

    @ParameterizedTest
    @CsvSource({"0s,0", "1500ms,1500", "10s,10000", "5m,300000", "1h,3600000", "999999999h,3599999996400000"})
    void durationIsReadAndWrittenTheSame(String text, long millis) {
        assertThat(Durations.parseMillis(text)).isEqualTo(millis);
        assertThat(Durations.format(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "10", "-1s", "1.5s", "10 s", "10S", "10d", "1000000000s", "\u0661s"})
    void whatIsNoDurationIsRefused(String text) {
        assertThat(Durations.parseMillis(text)).isEqualTo(-1);
    }

    @Test
    void ageIsInWholeSecondsRoundedDown() {
        assertThat(Durations.formatAge(3_999)).isEqualTo("3s");
        assertThat(Durations.formatAge(75_000)).isEqualTo("75s");
        assertThat(Durations.formatAge(-5)).isEqualTo("0s");
    }

    @Test
    void timeIsWrittenAsTheJdkWritesIt() {
        DateTimeFormatter expected =
                DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
        SplittableRandom random = new SplittableRandom(7);
        long endOf9999 = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        long startOf0000 = Instant.parse("0000-01-01T00:00:00Z").toEpochMilli();
        for (int i = 0; i < 10_000; i++) {
            long millis = random.nextLong(startOf0000, endOf9999);
            assertThat(UtcTime.format(millis)).isEqualTo(expected.format(Instant.ofEpochMilli(millis)));
        }
        assertThat(UtcTime.format(Instant.parse("2024-02-29T00:00:00Z").toEpochMilli()))
                .isEqualTo("2024-02-29T00:00:00.000Z");
    }

    @Test
    void keyIsReadAndWrittenTheSame() {
        SessionKey key = new SessionKey(1, -1);

        assertThat(KeyText.format(key)).isEqualTo("0000000000000001ffffffffffffffff");
        assertThat(KeyText.parse(KeyText.format(key))).contains(key);
        assertThat(KeyText.parse("0000000000000001fffffffffffffff")).isEmpty();
        assertThat(KeyText.parse("-000000000000001ffffffffffffffff")).isEmpty();
    }
}
