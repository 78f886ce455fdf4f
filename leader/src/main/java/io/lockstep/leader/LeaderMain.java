package io.lockstep.leader;

import io.lockstep.follower.server.ClusterEntry;
import io.lockstep.follower.server.ServerCommand;
import io.lockstep.follower.server.ServerOptions;
import io.lockstep.follower.server.ServerStartException;
import io.lockstep.leader.term.Leadership;
import io.lockstep.program.config.OneStart;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code leader.jar}: founds a cluster on an empty data directory. On a data directory that holds a server, it restarts
 * that server; if another server leads by then, this one follows it.
 */
@Command(
        name = "leader",
        description = {
            "Starts the first server of a Lockstep cluster, which leads it.",
            "On a data directory that holds a server, restarts that server.",
            "With --restore, begins a new cluster with the locks of a backup."
        })
public final class LeaderMain extends ServerCommand {

    @OneStart
    @Option(
            names = "--restore",
            paramLabel = "FILE",
            description = "Begin with the locks of this backup, as a new cluster. Needs an empty data directory.")
    private @Nullable Path restore;

    private LeaderMain() {
        super(Leadership::new);
    }

    /** Runs the program; does not return. Exit statuses are those of {@code ExitCode}. */
    public static void main(String[] arguments) {
        new LeaderMain().run(arguments);
    }

    @Override
    protected void prepare(ServerOptions options) throws ServerStartException, InterruptedException {
        if (restore != null) {
            new Restoring(restore, options).run();
        }
    }

    @Override
    protected void check(ServerOptions options, boolean hasData) throws ServerStartException {
        if (restore != null) {
            new Restoring(restore, options).check();
        }
    }

    @Override
    protected ClusterEntry clusterEntry() {
        return new Founding();
    }
}
