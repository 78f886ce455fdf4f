package io.lockstep.follower.server;

import io.lockstep.follower.config.DumpOptions;
import io.lockstep.follower.engine.storage.DataDump;
import io.lockstep.follower.forwarding.LeaderRole;
import io.lockstep.follower.http.HttpPort;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.follower.tls.Encryption;
import io.lockstep.program.ExitCode;
import io.lockstep.program.LogOptions;
import io.lockstep.program.LogOutput;
import io.lockstep.program.LoggingSetup;
import io.lockstep.program.UnknownArgument;
import io.lockstep.program.VersionFromManifest;
import io.lockstep.program.config.ConfigurationException;
import io.lockstep.program.config.ConfigurationOptions;
import io.lockstep.program.config.ServerConfiguration;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A server as a program with a command line. Every failure becomes one line on standard error and an exit status. The
 * two programs differ in how a server without data enters a cluster.
 */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = VersionFromManifest.class,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.INTERNAL)
public abstract class ServerCommand implements Callable<Integer> {

    private final LeaderRole.Factory leaderRoles;

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Mixin
    private final ConfigurationOptions configurationOptions = new ConfigurationOptions();

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Mixin
    private final DumpOptions dumpOptions = new DumpOptions();

    @Mixin
    private final LogOptions logOptions = new LogOptions();

    private @Nullable ServerConfiguration configuration;

    /** @param leaderRoles makes what the server does while it leads */
    protected ServerCommand(LeaderRole.Factory leaderRoles) {
        this.leaderRoles = leaderRoles;
    }

    /**
     * How a server without data enters a cluster.
     *
     * @throws IllegalArgumentException if an option has no valid value; the message is for the user
     */
    protected abstract ClusterEntry clusterEntry();

    /** Does what must be done before the server opens its data. May block; by default does nothing. */
    protected void prepare(ServerOptions given) throws ServerStartException, InterruptedException {}

    /**
     * Checks what {@link #prepare} and the entry into the cluster need, and changes nothing. By default there is
     * nothing to check.
     *
     * @param hasData whether the data directory holds a server
     */
    protected void check(ServerOptions given, boolean hasData) throws ServerStartException {}

    /** Runs the program and exits the process; for {@code main}. */
    protected final void run(String[] arguments) {
        LoggingSetup.forServer();
        LastResort.prepare();
        CommandLine commandLine = new CommandLine(this)
                // A script puts its own flags first and its user's after them, so the last one wins.
                .setOverwrittenOptionsAllowed(true)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, line, parsed) -> failed(failure))
                .setParameterExceptionHandler((flaw, rejected) -> refused(flaw));
        int status = execute(commandLine, arguments);
        LogOutput.flushBeforeEnd();
        System.exit(status);
    }

    private int execute(CommandLine commandLine, String[] arguments) {
        try {
            ServerConfiguration read = ServerConfiguration.read(spec, arguments, System.getenv());
            configuration = read;
            commandLine.setDefaultValueProvider(read);
        } catch (ConfigurationException flaw) {
            return ended(ExitCode.CONFIGURATION, flaw.getMessage());
        }
        return commandLine.execute(arguments);
    }

    private int refused(ParameterException flaw) {
        if (flaw instanceof UnmatchedArgumentException unmatched) {
            return ended(ExitCode.USAGE, UnknownArgument.message(unmatched));
        }
        String message = String.valueOf(flaw.getMessage());
        return configuration().isFromOutside(message)
                ? ended(ExitCode.CONFIGURATION, message)
                : ended(ExitCode.USAGE, message + "; see --help");
    }

    private int failed(Exception failure) throws Exception {
        if (failure instanceof ServerStartException reason) {
            return ended(reason.exitCode(), String.valueOf(reason.getMessage()));
        }
        throw failure;
    }

    private int ended(int status, String message) {
        ServerConfiguration read = configuration;
        LoggingSetup.sayLast(spec.name(), read == null ? message : read.explained(message));
        return status;
    }

    private ServerConfiguration configuration() {
        ServerConfiguration read = configuration;
        if (read == null) {
            throw new IllegalStateException("the command line is parsed without a configuration");
        }
        return read;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @return the exit status
     */
    @Override
    public final Integer call() throws ServerStartException, InterruptedException {
        logOptions.apply();
        if (configurationOptions.isToPrint()) {
            spec.commandLine().getOut().print(configuration().table(options.derived()));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        }
        if (dumpOptions.isWanted()) {
            require(dumpOptions.flaw());
            return dump();
        }
        require(options.flaw());
        ClusterEntry entry = entry();
        tellUnknownVariables();
        if (configurationOptions.isToCheck()) {
            check(options, ServerCheck.run(options, entry));
            spec.commandLine().getOut().println("the configuration is valid");
            return ExitCode.OK;
        }
        options.requirePorts();
        Encryption encryption = options.encryption.open();
        try (HttpPort http = ServerPorts.openHttp(options, encryption)) {
            prepare(options);
            Server.run(options, encryption, http, entry, leaderRoles);
        } finally {
            encryption.close();
        }
        return ExitCode.OK;
    }

    private void require(String noFlaw) {
        if (!noFlaw.isEmpty()) {
            throw new ParameterException(spec.commandLine(), noFlaw);
        }
    }

    private int dump() throws ServerStartException {
        PrintWriter out = spec.commandLine().getOut();
        try {
            boolean intact = DataDump.write(options.data(), dumpOptions.lock().orElse(null), out::println);
            return intact ? ExitCode.OK : ExitCode.STORAGE_FAILED;
        } catch (StorageException refusal) {
            throw ServerStartException.of(refusal);
        } finally {
            out.flush();
        }
    }

    private void tellUnknownVariables() {
        String unknown = configuration().unknownVariables();
        if (!unknown.isEmpty()) {
            // Not before the log is set up.
            Logger log = LoggerFactory.getLogger(ServerCommand.class);
            log.warn("Variables of the environment that are not known change nothing: {}", unknown);
        }
    }

    private ClusterEntry entry() {
        try {
            return clusterEntry();
        } catch (IllegalArgumentException flaw) {
            throw new ParameterException(spec.commandLine(), String.valueOf(flaw.getMessage()), flaw);
        }
    }
}
