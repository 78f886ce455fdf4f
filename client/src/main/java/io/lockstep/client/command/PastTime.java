package io.lockstep.client.command;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.UtcTime;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A moment in the past, as people write it: in UTC or with an offset ({@code 2026-11-23T03:12:00Z}), in the time zone
 * of this machine ({@code 2026-11-23T03:12}, or {@code 03:12} for the last time that the clock showed it), or as a time
 * ago ({@code 15m}). Pure.
 */
public final class PastTime {

    /** What to say about a text that is none of these. */
    public static final String EXPECTED =
            " is not a time, such as 2026-11-23T03:12:00Z, 03:12 or 15m for 15 minutes ago";

    private PastTime() {}

    /** The time in the form of the protocol; empty if the text is not a time. */
    public static Optional<String> of(String text, ZonedDateTime now) {
        OptionalLong exact = UtcTime.parse(text);
        if (exact.isPresent()) {
            return Optional.of(UtcTime.format(exact.getAsLong()));
        }
        long agoMillis = Durations.parseMillis(text);
        if (agoMillis >= 0) {
            return told(now.toInstant()
                    .minusMillis(Math.min(agoMillis, now.toInstant().toEpochMilli() - 1)));
        }
        return local(text, now).flatMap(PastTime::told);
    }

    private static Optional<Instant> local(String text, ZonedDateTime now) {
        try {
            if (text.contains("T")) {
                return Optional.of(
                        LocalDateTime.parse(text).atZone(now.getZone()).toInstant());
            }
            ZonedDateTime today = now.with(LocalTime.parse(text));
            return Optional.of((today.isAfter(now) ? today.minusDays(1) : today).toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> told(Instant time) {
        return time.toEpochMilli() > 0 ? Optional.of(UtcTime.format(time.toEpochMilli())) : Optional.empty();
    }
}
