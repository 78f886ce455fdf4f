package io.lockstep.program;

import java.util.TimeZone;
import org.slf4j.LoggerFactory;

/** Configures how a server writes its log: lines on standard error, by way of {@link LogOutput}. */
public final class LoggingSetup {

    private LoggingSetup() {}

    /** Sets the log up: text, at level INFO. Call it first in {@code main}, before any logger exists. */
    public static void forServer() {
        // Whatever prints a time prints it in UTC.
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        LogOutput.install();
        System.setProperty(LoggerFactory.PROVIDER_PROPERTY_KEY, ServerLogs.class.getName());
        // Without it, the logging library says on standard error which class it loads.
        System.setProperty("slf4j.internal.verbosity", "WARN");
    }

    /**
     * Writes the last words of a program on standard error: what a person started it for, or why it ends. In a log of
     * JSON they are a line of level ERROR.
     */
    public static void sayLast(String program, String message) {
        ServerLogs.sayLast(program, message);
    }
}
