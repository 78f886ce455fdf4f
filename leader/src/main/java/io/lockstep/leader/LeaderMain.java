package io.lockstep.leader;

import io.lockstep.follower.server.ServerCommand;
import io.lockstep.follower.server.ServerOptions;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.leader.term.Leadership;
import io.lockstep.program.ExitCode;
import io.lockstep.program.VersionFromManifest;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * {@code leader.jar}: founds a cluster on an empty data directory. On a data directory that holds a server, it restarts
 * that server; if another server leads by then, this one follows it.
 */
@Command(
        name = "leader",
        mixinStandardHelpOptions = true,
        versionProvider = VersionFromManifest.class,
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.INTERNAL,
        description = {
            "Starts the first server of a Lockstep cluster, which leads it.",
            "On a data directory that holds a server, restarts that server."
        })
public final class LeaderMain implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // Set by picocli before call().
    private CommandSpec spec;

    @Mixin
    private final ServerOptions options = new ServerOptions();

    /** Runs the program; does not return. Exit statuses are those of {@link ExitCode}. */
    public static void main(String[] arguments) {
        ServerCommand.run(new LeaderMain(), arguments);
    }

    @Override
    public Integer call() throws ServerStartException, InterruptedException {
        return ServerCommand.serve(spec.commandLine(), options, new Founding(), Leadership::new);
    }
}
