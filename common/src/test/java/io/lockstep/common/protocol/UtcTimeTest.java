package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UtcTimeTest {

    private static final long YEAR_9999_MILLIS = 253_370_764_800_000L;

    @Test
    void everyTimeIsFormattedAsTheStandardHasItAndReadAgain() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            long wallMillis = 1 + random.nextLong(YEAR_9999_MILLIS);
            String text = UtcTime.format(wallMillis);
            assertThat(Instant.parse(text).toEpochMilli()).isEqualTo(wallMillis);
            assertThat(UtcTime.parse(text)).hasValue(wallMillis);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2024-02-29T23:59:59.999Z, 2024-02-29T23:59:59.999Z",
        "2026-11-23T03:12:05Z, 2026-11-23T03:12:05.000Z",
        "2026-11-23T03:12Z, 2026-11-23T03:12:00.000Z",
        "2026-11-23T00:30+01:00, 2026-11-22T23:30:00.000Z",
        "2026-12-31T23:30:00-02:30, 2027-01-01T02:00:00.000Z",
    })
    void aTimeWithAnOffsetIsTheSameInUtc(String text, String utc) {
        assertThat(UtcTime.format(UtcTime.parse(text).orElseThrow())).isEqualTo(utc);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "03:12",
                "2026-11-23",
                "2026-11-23T03:12",
                "2026-02-29T03:12Z",
                "2026-13-01T03:12Z",
                "2026-00-10T03:12Z",
                "2026-11-00T03:12Z",
                "2026-11-23T24:00Z",
                "2026-11-23T03:60Z",
                "2026-11-23t03:12z",
                "1970-01-01T00:00Z",
                "1969-12-31T23:59Z",
            })
    void otherTextIsNone(String text) {
        assertThat(UtcTime.parse(text)).isEmpty();
    }
}
