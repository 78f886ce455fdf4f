package io.lockstep.follower.app;

import io.lockstep.common.net.HostPort;
import io.lockstep.follower.server.ClusterEntry;
import io.lockstep.follower.server.ServerCommand;
import io.lockstep.leader.term.Leadership;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code follower.jar}: joins a running cluster on an empty data directory. On a data directory that holds a server, it
 * restarts that server and ignores {@code --leader}.
 */
@Command(
        name = "follower",
        description = {
            "Starts another server of a Lockstep cluster.",
            "On a data directory that holds a server, restarts that server."
        })
public final class FollowerMain extends ServerCommand {

    @Option(
            names = "--leader",
            paramLabel = "HOST:PORT",
            description = "Client address of any server of the cluster to join; only needed the first time.")
    private @Nullable String leader;

    private FollowerMain() {
        super(Leadership::new);
    }

    /** Runs the program; does not return. Exit statuses are those of {@code ExitCode}. */
    public static void main(String[] arguments) {
        new FollowerMain().run(arguments);
    }

    @Override
    protected ClusterEntry clusterEntry() {
        if (leader == null) {
            return new JoinCluster(null);
        }
        try {
            return new JoinCluster(HostPort.parse(leader));
        } catch (IllegalArgumentException flaw) {
            throw new IllegalArgumentException("--leader: " + flaw.getMessage(), flaw);
        }
    }
}
