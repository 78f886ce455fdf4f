package io.lockstep.program;

import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Configures how a server writes its log: lines on standard error, each with the time in UTC first, by way of {@link
 * LogOutput}.
 */
public final class LoggingSetup {

    /** The environment variable that sets the log level: debug, info, warn or error. */
    public static final String LEVEL_VARIABLE = "LOCKSTEP_LOG";

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private static final List<String> LEVELS = List.of("debug", "info", "warn", "error");

    private LoggingSetup() {}

    /** Sets the log up. Call it first in {@code main}, before any logger exists. Properties on the command line win. */
    public static void forServer() {
        // The format has no time zone of its own, so the whole process runs in UTC.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        LogOutput.install();
        String level = level(System.getenv(LEVEL_VARIABLE));
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        set("showThreadName", "false");
        set("showShortLogName", "true");
        set("defaultLogLevel", level);
        set("log." + ServerLogs.ENGINE, level.equals("debug") ? "debug" : "off");
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, ServerLogs.class.getName());
        // Without it, the logging library says on standard error which class it loads.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    private static String level(@Nullable String asked) {
        String level = asked == null ? "" : asked.toLowerCase(Locale.ROOT);
        return LEVELS.contains(level) ? level : "info";
    }

    private static void set(String property, String value) {
        if (System.getProperty(PREFIX + property) == null) {
            System.setProperty(PREFIX + property, value);
        }
    }
}
