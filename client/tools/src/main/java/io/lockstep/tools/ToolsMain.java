package io.lockstep.tools;

import io.lockstep.common.net.HostPort;
import io.lockstep.program.ExitCode;
import io.lockstep.program.ServerList;
import io.lockstep.program.ServersConverter;
import io.lockstep.program.VersionFromManifest;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Entry point of {@code tools.jar}, with the options of all tools. */
@Command(
        name = "tools",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = VersionFromManifest.class,
        description = "Records and judges histories of the clients of a Lockstep cluster.",
        subcommands = {TortureCommand.class, JudgeCommand.class})
public final class ToolsMain {

    @Option(
            names = {"-s", "--server"},
            paramLabel = "HOST:PORT[,...]",
            defaultValue = "${env:LOCKSTEP_SERVER:-127.0.0.1:9000}",
            converter = ServersConverter.class,
            scope = ScopeType.INHERIT,
            description = "Servers of the cluster. Default: LOCKSTEP_SERVER, else 127.0.0.1:9000.")
    private ServerList servers = new ServerList(List.of());

    @Option(
            names = {"-o", "--output"},
            paramLabel = "text|json",
            defaultValue = "text",
            scope = ScopeType.INHERIT,
            description = "Output for a person, or for a program. Default: ${DEFAULT-VALUE}.")
    private Report.Format format = Report.Format.TEXT;

    private final PrintStream out;
    private final PrintStream err;

    private ToolsMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs one tool and ends the process with its exit status. */
    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    /** Runs one tool to its end and returns the exit status. */
    static int run(PrintStream out, PrintStream err, String... arguments) {
        return new CommandLine(new ToolsMain(out, err))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(err, true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((failure, rest) -> {
                    err.println("tools: error: " + failure.getMessage() + "; see --help");
                    return ExitCode.USAGE;
                })
                .execute(arguments);
    }

    List<HostPort> servers() {
        return servers.addresses();
    }

    Report report() {
        return new Report(out, err, format);
    }
}
