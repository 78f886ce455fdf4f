package io.lockstep.program.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of a server about its configuration itself. */
public final class ConfigurationOptions {

    static final String CONFIG = "--config";

    @SuppressWarnings("UnusedVariable") // ServerConfiguration reads it, before the parser does.
    @Option(
            names = CONFIG,
            paramLabel = "FILE",
            description =
                    "Properties file with settings: the long flags without their dashes, as in peer-port=9100. The"
                            + " environment (LOCKSTEP_PEER_PORT) wins over the file, and a flag over both.")
    private @Nullable Path file;

    @OneStart
    @Option(
            names = "--print-config",
            description = "Print every setting with its value and where it is from, and exit.")
    private boolean print;

    @OneStart
    @Option(
            names = "--check",
            description = "Check the whole configuration, as far as that is possible without a start, and exit.")
    private boolean check;

    /** Whether to print the settings instead of a start. */
    public boolean isToPrint() {
        return print;
    }

    /** Whether to check them instead of a start. */
    public boolean isToCheck() {
        return check;
    }
}
