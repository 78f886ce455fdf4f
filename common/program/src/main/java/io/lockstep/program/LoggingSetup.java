package io.lockstep.program;

/** How a server writes its log: lines on standard error, time in UTC first. */
public final class LoggingSetup {

    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private LoggingSetup() {}

    /** To be called first in {@code main}, before any logger is made. Properties given on the command line win. */
    public static void forServer() {
        // The format has no zone of its own: the log is in UTC because the whole process is.
        java.util.TimeZone.setDefault(java.util.TimeZone.getTimeZone("UTC"));
        set("showDateTime", "true");
        set("dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'");
        set("showThreadName", "false");
        set("showShortLogName", "true");
        set("defaultLogLevel", "info");
        set("log.com.alipay.sofa", "warn");
    }

    private static void set(String property, String value) {
        if (System.getProperty(PREFIX + property) == null) {
            System.setProperty(PREFIX + property, value);
        }
    }
}
