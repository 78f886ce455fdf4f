package io.lockstep.common.lock;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.Decision;
import java.util.function.ToIntFunction;

/** Decides each command by the rules for its kind, once the cluster has the level that the command needs. */
final class CommandRules {

    final RequestRules requests;
    private final ClusterState state;
    private final ToIntFunction<Command> neededLevel;
    private final ClusterRules cluster;
    private final SessionRules sessions;
    private final WaitRules waits;

    /** @param neededLevel the level that the cluster must have for a command */
    CommandRules(ClusterState state, ToIntFunction<Command> neededLevel) {
        this.state = state;
        this.neededLevel = neededLevel;
        requests = new RequestRules(state);
        cluster = new ClusterRules(state);
        sessions = new SessionRules(state);
        waits = new WaitRules(state);
    }

    Decision decide(Command command) {
        int needed = neededLevel.applyAsInt(command);
        int level = state.servers.featureLevel();
        return needed > level ? Decision.refused(new CommandResult.LevelTooLow(needed, level)) : decideOfLevel(command);
    }

    private Decision decideOfLevel(Command command) {
        if (command instanceof Command.FoundCluster found) {
            return cluster.found(found);
        }
        if (!state.isFounded()) {
            return Decision.refused(new CommandResult.OutOfPlace());
        }
        if (command instanceof Command.Request request) {
            return requests.decide(request);
        }
        if (command instanceof Command.CancelWait cancel) {
            return waits.cancel(cancel);
        }
        if (command instanceof Command.PassTime pass) {
            return waits.passTime(pass);
        }
        Decision ofSession = sessions.decide(command);
        return ofSession != null ? ofSession : cluster.decide(command);
    }
}
