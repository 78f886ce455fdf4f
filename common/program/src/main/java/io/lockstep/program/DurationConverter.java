package io.lockstep.program;

import io.lockstep.common.protocol.Durations;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of an option that is a duration: {@code 500ms}, {@code 5s}, {@code 2m}. */
public final class DurationConverter implements ITypeConverter<Duration> {

    @Override
    public Duration convert(String text) {
        long millis = Durations.parseMillis(text.toLowerCase(Locale.ROOT));
        if (millis < 0) {
            throw new TypeConversionException("\"" + text + "\" is no duration; write 500ms, 5s, 2m or 1h");
        }
        return Duration.ofMillis(millis);
    }
}
