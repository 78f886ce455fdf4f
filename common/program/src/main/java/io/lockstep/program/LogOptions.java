package io.lockstep.program;

import picocli.CommandLine.Option;

/** The flags of a server for its log. */
public final class LogOptions {

    @Option(
            names = "--log-format",
            paramLabel = "text|json",
            defaultValue = "text",
            description = "Log for people, or one JSON object a line for programs (default: ${DEFAULT-VALUE}).")
    private LogFormat format = LogFormat.TEXT;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            defaultValue = "info",
            description =
                    "How much to log: debug, info, warn, error or off (default: ${DEFAULT-VALUE}). admin log-level"
                            + " changes it while the server runs, for all of it or for a package.")
    private LogLevel level = LogLevel.INFO;

    /** Logs as these flags say from now on. */
    public void apply() {
        ServerLogs.writeAs(format);
        ServerLogs.levels().start(level);
    }
}
