package io.lockstep.follower.server;

import io.lockstep.follower.forwarding.LeaderRole;
import io.lockstep.follower.http.HttpPort;
import io.lockstep.follower.tls.Encryption;
import io.lockstep.program.ExitCode;
import io.lockstep.program.LogOutput;
import io.lockstep.program.LoggingSetup;
import io.lockstep.program.VersionFromManifest;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

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
    private final ServerOptions options = new ServerOptions();

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

    /** Runs the program and exits the process; for {@code main}. */
    protected final void run(String[] arguments) {
        LoggingSetup.forServer();
        LastResort.prepare();
        // A script puts its own flags first and its user's after them, so the last one wins.
        CommandLine commandLine = new CommandLine(this).setOverwrittenOptionsAllowed(true);
        commandLine.setExecutionExceptionHandler((failure, line, parsed) -> failed(failure, line));
        commandLine.setParameterExceptionHandler((flaw, rejected) -> {
            CommandLine line = flaw.getCommandLine();
            line.getErr().println(line.getCommandName() + ": " + flaw.getMessage());
            line.getErr().println("Try --help.");
            return ExitCode.USAGE;
        });
        int status = commandLine.execute(arguments);
        LogOutput.flushBeforeEnd();
        System.exit(status);
    }

    private static int failed(Exception failure, CommandLine line) throws Exception {
        if (failure instanceof ServerStartException reason) {
            line.getErr().println(line.getCommandName() + ": " + reason.getMessage());
            return reason.exitCode();
        }
        throw failure;
    }

    /**
     * Serves until the process is told to stop.
     *
     * @return the exit status
     */
    @Override
    public final Integer call() throws ServerStartException, InterruptedException {
        String flaw = options.flaw();
        if (!flaw.isEmpty()) {
            throw new CommandLine.ParameterException(spec.commandLine(), flaw);
        }
        ClusterEntry entry = entry();
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

    private ClusterEntry entry() {
        try {
            return clusterEntry();
        } catch (IllegalArgumentException flaw) {
            throw new CommandLine.ParameterException(spec.commandLine(), flaw.getMessage(), flaw);
        }
    }
}
