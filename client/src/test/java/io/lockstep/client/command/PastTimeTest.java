package io.lockstep.client.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZonedDateTime;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PastTimeTest {

    private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-23T09:30:00.500+01:00[Europe/Berlin]");

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T03:12:00Z, 2026-11-23T03:12:00.000Z",
        "2026-11-23T03:12:00+01:00, 2026-11-23T02:12:00.000Z",
        "2026-11-23T03:12, 2026-11-23T02:12:00.000Z",
        "03:12, 2026-11-23T02:12:00.000Z",
        "09:30:00, 2026-11-23T08:30:00.000Z",
        "21:00, 2026-11-22T20:00:00.000Z",
        "15m, 2026-11-23T08:15:00.500Z",
        "0s, 2026-11-23T08:30:00.500Z",
    })
    void whatPeopleWriteIsATime(String text, String expected) {
        assertThat(PastTime.of(text, NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "25:00", "-5m", "3", "2026-11-23", "1960-01-01T00:00:00Z", "T"})
    void otherTextIsNone(String text) {
        assertThat(PastTime.of(text, NOW)).isEmpty();
    }
}
