package io.lockstep.follower.app;

import io.lockstep.common.net.HostPort;
import io.lockstep.follower.server.ClusterEntry;
import io.lockstep.follower.server.ServerCommand;
import io.lockstep.follower.server.ServerOptions;
import io.lockstep.follower.server.ServerStartException;
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
            description = "Client address of any server of the cluster to join; needed the first time, and when this"
                    + " server's address changes.")
    private @Nullable String leader;

    @Option(
            names = "--join-timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description =
                    "Stop if the server at --leader cannot be reached for so long (default: ${DEFAULT-VALUE}). While"
                            + " it can be reached, this server waits until the cluster takes it.")
    private int joinSeconds;

    @Option(
            names = "--observer",
            description = "Never vote: only copy the map and serve clients. Fixed when the server joins.")
    private boolean observer;

    private FollowerMain() {
        super(Leadership::new);
    }

    /** Runs the program; does not return. Exit statuses are those of {@code ExitCode}. */
    public static void main(String[] arguments) {
        new FollowerMain().run(arguments);
    }

    @Override
    protected void check(ServerOptions options, boolean hasData) throws ServerStartException {
        if (!hasData && leader == null) {
            throw JoinCluster.withoutContact();
        }
    }

    @Override
    protected ClusterEntry clusterEntry() {
        if (joinSeconds < 1) {
            throw new IllegalArgumentException("--join-timeout " + joinSeconds + " is not at least 1 second");
        }
        try {
            HostPort contact = leader == null ? null : HostPort.parse(leader);
            return new JoinCluster(contact, joinSeconds, observer);
        } catch (IllegalArgumentException flaw) {
            throw new IllegalArgumentException("--leader: " + flaw.getMessage(), flaw);
        }
    }
}
