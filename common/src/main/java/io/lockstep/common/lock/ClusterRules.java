package io.lockstep.common.lock;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.RegisteredServer;

/** Founds the cluster and numbers its servers. */
final class ClusterRules {

    private final ClusterState state;

    ClusterRules(ClusterState state) {
        this.state = state;
    }

    Decision found(Command.FoundCluster command) {
        if (state.isFounded()) {
            return Decision.refused(new CommandResult.OutOfPlace());
        }
        return Decision.changed(new CommandResult.Founded(), () -> {
            state.clusterId = command.clusterId();
            state.locksPerClient = command.locksPerClient();
        });
    }

    Decision register(Command.RegisterServer command) {
        RegisteredServer known = state.servers.withStorageId(command.storageId());
        if (known == null) {
            return registerNew(command);
        }
        RegisteredServer registered = registered(known.server(), command);
        CommandResult result = new CommandResult.ServerRegistered(known.server());
        return registered.equals(known)
                ? Decision.unchanged(result)
                : Decision.changed(result, () -> state.servers.update(registered));
    }

    private Decision registerNew(Command.RegisterServer command) {
        int number = state.servers.count() + 1;
        if (number > state.limits.servers()) {
            return Decision.refused(new CommandResult.Full("servers of the cluster", state.limits.servers()));
        }
        return Decision.changed(new CommandResult.ServerRegistered(number), () -> {
            state.servers.add(registered(number, command));
            state.clientIds.addServer();
        });
    }

    private static RegisteredServer registered(int number, Command.RegisterServer command) {
        return new RegisteredServer(number, command.storageId(), command.clientAddress(), command.peerAddress());
    }
}
