package io.lockstep.follower.app;

import io.lockstep.common.net.HostPort;
import io.lockstep.follower.server.ServerCommand;
import io.lockstep.follower.server.ServerOptions;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.leader.term.Leadership;
import io.lockstep.program.ExitCode;
import io.lockstep.program.VersionFromManifest;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code follower.jar}: joins a running cluster on an empty data directory. On a data directory that holds a server, it
 * restarts that server and ignores {@code --leader}.
 */
@Command(
        name = "follower",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFromManifest.class,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.INTERNAL,
        description = {
            "Starts another server of a Lockstep cluster.",
            "On a data directory that holds a server, restarts that server."
        })
public final class FollowerMain implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    @Option(
            names = "--leader",
            paramLabel = "HOST:PORT",
            description = "Client address of any server of the cluster to join; only needed the first time.")
    private @Nullable String leader;

    /** Runs the program; does not return. Exit statuses are those of {@link ExitCode}. */
    public static void main(String[] arguments) {
        ServerCommand.run(new FollowerMain(), arguments);
    }

    @Override
    public Integer call() throws ServerStartException, InterruptedException {
        HostPort contact;
        try {
            contact = leader == null ? null : HostPort.parse(leader);
        } catch (IllegalArgumentException flaw) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--leader: " + flaw.getMessage(), flaw);
        }
        return ServerCommand.serve(spec.commandLine(), options, new JoinCluster(contact), Leadership::new);
    }
}
