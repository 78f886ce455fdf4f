package io.lockstep.leader;

import io.lockstep.follower.server.ClusterEntry;
import io.lockstep.follower.server.ServerCommand;
import io.lockstep.leader.term.Leadership;
import picocli.CommandLine.Command;

/**
 * {@code leader.jar}: founds a cluster on an empty data directory. On a data directory that holds a server, it restarts
 * that server; if another server leads by then, this one follows it.
 */
@Command(
        name = "leader",
        description = {
            "Starts the first server of a Lockstep cluster, which leads it.",
            "On a data directory that holds a server, restarts that server."
        })
public final class LeaderMain extends ServerCommand {

    private LeaderMain() {
        super(Leadership::new);
    }

    /** Runs the program; does not return. Exit statuses are those of {@code ExitCode}. */
    public static void main(String[] arguments) {
        new LeaderMain().run(arguments);
    }

    @Override
    protected ClusterEntry clusterEntry() {
        return new Founding();
    }
}
