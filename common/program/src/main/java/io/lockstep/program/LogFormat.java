package io.lockstep.program;

import io.lockstep.common.protocol.UtcTime;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.event.Level;

/** The form of a line of a server's log. */
public enum LogFormat {
    /** For people: time in UTC, level, class, message; a stack trace follows on further lines. */
    TEXT {
        @Override
        String line(Instant time, Level level, String logger, String message, @Nullable Throwable error) {
            String name = logger.substring(logger.lastIndexOf('.') + 1);
            return UtcTime.format(time.toEpochMilli()) + " " + level + " " + name + " - " + message + "\n"
                    + trace(error);
        }
    },

    /** For programs: one JSON object a line, with {@code time}, {@code level}, {@code logger} and {@code message}. */
    JSON {
        @Override
        String line(Instant time, Level level, String logger, String message, @Nullable Throwable error) {
            Map<String, String> fields = new LinkedHashMap<>();
            fields.put("time", UtcTime.format(time.toEpochMilli()));
            fields.put("level", level.toString());
            fields.put("logger", logger);
            fields.put("message", message);
            if (error != null) {
                fields.put("error", trace(error));
            }
            return Json.object(fields) + "\n";
        }
    };

    /** Returns the line with its end. */
    abstract String line(Instant time, Level level, String logger, String message, @Nullable Throwable error);

    private static String trace(@Nullable Throwable error) {
        if (error == null) {
            return "";
        }
        StringWriter text = new StringWriter();
        error.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
