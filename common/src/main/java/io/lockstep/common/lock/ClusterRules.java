package io.lockstep.common.lock;

import io.lockstep.common.access.AccessChange;
import io.lockstep.common.access.AccessVerdict;
import io.lockstep.common.access.AccessVerdict.Refusal;
import io.lockstep.common.access.User;
import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.MembershipRefused.Reason;
import io.lockstep.common.command.Decision;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.common.command.ServerAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Founds the cluster, numbers its servers and removes them, changes users, and records what operators did. */
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
            state.size.bound(command.mapBytesMax());
            state.leaseMillisMax = command.leaseMillisMax();
            state.history.bound(command.historyBytesMax());
        });
    }

    private Decision change(Command.MembershipChange command) {
        if (command instanceof Command.RegisterServer register) {
            return register(register);
        }
        if (command instanceof Command.RemoveServer remove) {
            return remove(remove);
        }
        if (command instanceof Command.FinishRemoval finish) {
            return finish(finish.server());
        }
        throw new IllegalStateException("no rule for " + command);
    }

    private Decision register(Command.RegisterServer command) {
        RegisteredServer known = state.servers.withStorageId(command.storageId());
        if (known != null && known.isRemoved()) {
            return refused(Reason.REMOVED, known.server());
        }
        if (command.program().featureLevel() < state.servers.featureLevel()) {
            return refused(Reason.OLD_PROGRAM, known == null ? 0 : known.server());
        }
        if (!ServerAddress.isStorageId(command.storageId())
                || !ServerAddress.flawOf(command.clientAddress()).isEmpty()
                || !ServerAddress.flawOf(command.peerAddress()).isEmpty()) {
            return refused(Reason.BAD_ADDRESS, known == null ? 0 : known.server());
        }
        RegisteredServer inTheWay = memberAt(command.peerAddress());
        if (inTheWay != null && !inTheWay.equals(known) && (known != null || inTheWay.server() != command.replaces())) {
            return refused(Reason.ADDRESS_TAKEN, inTheWay.server());
        }
        return known == null ? registerNew(command, inTheWay) : update(known, command);
    }

    private Decision update(RegisteredServer known, Command.RegisterServer command) {
        RegisteredServer registered = new RegisteredServer(
                known.server(),
                command.storageId(),
                command.clientAddress(),
                command.peerAddress(),
                known.observer(),
                known.standing(),
                command.program());
        CommandResult result = new CommandResult.ServerRegistered(known.server());
        return registered.equals(known)
                ? Decision.unchanged(result)
                : Decision.changed(result, () -> state.servers.update(registered));
    }

    private Decision registerNew(Command.RegisterServer command, @Nullable RegisteredServer replaced) {
        int number = state.servers.count() + 1;
        if (number > state.limits.servers()) {
            return Decision.refused(new CommandResult.Full("servers of the cluster", state.limits.servers()));
        }
        RegisteredServer registered = new RegisteredServer(
                number,
                command.storageId(),
                command.clientAddress(),
                command.peerAddress(),
                command.observer(),
                Standing.MEMBER,
                command.program());
        return Decision.changed(new CommandResult.ServerRegistered(number), () -> {
            state.servers.add(registered);
            state.clientIds.addServer();
            if (replaced != null) {
                beginRemoval(
                        replaced,
                        Standing.LEAVING,
                        new Command.RemoveServer(
                                replaced.server(),
                                Command.RemoveServer.Way.REPLACE,
                                "",
                                command.clientAddress(),
                                "server " + number + " joined at its address with other data"));
            }
        });
    }

    private @Nullable RegisteredServer memberAt(String peerAddress) {
        return state.servers.all().stream()
                .filter(server -> server.isMember() && server.peerAddress().equals(peerAddress))
                .findFirst()
                .orElse(null);
    }

    private Decision remove(Command.RemoveServer command) {
        RegisteredServer known = state.servers.get(command.server());
        if (known == null) {
            return refused(Reason.NO_SUCH_SERVER, command.server());
        }
        if (known.isRemoved()) {
            return Decision.unchanged(new CommandResult.ServerRemoved(command.server()));
        }
        if (known.isMember()
                && state.servers.all().stream()
                                .filter(RegisteredServer::isMember)
                                .count()
                        == 1) {
            return refused(Reason.LAST_SERVER, command.server());
        }
        Standing wanted =
                command.way() == Command.RemoveServer.Way.SHRINK ? Standing.LEAVING_UNREPLACED : Standing.LEAVING;
        CommandResult result = new CommandResult.ServerLeaves(command.server());
        return known.standing().compareTo(wanted) >= 0
                ? Decision.unchanged(result)
                : Decision.changed(result, () -> beginRemoval(known, wanted, command));
    }

    private void beginRemoval(RegisteredServer known, Standing standing, Command.RemoveServer command) {
        state.servers.update(known.with(standing));
        state.audit.add(
                new AuditRecord.ServerRemoval(known.server(), command.way()),
                command.operator(),
                command.operatorAddress(),
                command.reason(),
                state.wallMillis);
    }

    private Decision finish(int server) {
        RegisteredServer known = state.servers.get(server);
        if (known == null || known.isMember()) {
            return refused(Reason.NO_SUCH_SERVER, server);
        }
        CommandResult result = new CommandResult.ServerRemoved(server);
        return known.isRemoved()
                ? Decision.unchanged(result)
                : Decision.changed(result, () -> state.servers.update(known.with(Standing.REMOVED)));
    }

    /** Decides what operators and servers ask of the cluster itself. */
    Decision decide(Command command) {
        if (command instanceof Command.MembershipChange change) {
            return change(change);
        }
        if (command instanceof Command.AcceptLoss accept) {
            return acceptLoss(accept);
        }
        if (command instanceof Command.ChangeAccess change) {
            return changeAccess(change);
        }
        if (command instanceof Command.ReportRefusals report) {
            return reportRefusals(report);
        }
        if (command instanceof Command.SetMapBytes set) {
            return setMapBytes(set);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getSimpleName());
    }

    private Decision setMapBytes(Command.SetMapBytes command) {
        long before = state.size.bytesMax();
        CommandResult result = new CommandResult.MapBytesSet(command.mapBytesMax());
        return command.mapBytesMax() == before
                ? Decision.unchanged(result)
                : Decision.changed(result, () -> {
                    state.size.bound(command.mapBytesMax());
                    state.audit.add(
                            new AuditRecord.MapBytesSet(before, command.mapBytesMax()),
                            command.operator(),
                            command.operatorAddress(),
                            command.reason(),
                            state.wallMillis);
                });
    }

    private Decision acceptLoss(Command.AcceptLoss command) {
        if (state.servers.get(command.server()) == null) {
            return refused(Reason.NO_SUCH_SERVER, command.server());
        }
        AuditRecord.LossAccepted accepted =
                new AuditRecord.LossAccepted(command.server(), command.start(), command.kept(), command.known());
        CommandResult result = new CommandResult.LossRecorded();
        return state.audit.has(accepted)
                ? Decision.unchanged(result)
                : Decision.changed(
                        result,
                        () -> state.audit.add(
                                accepted,
                                command.operator(),
                                command.operatorAddress(),
                                command.reason(),
                                state.wallMillis));
    }

    private Decision changeAccess(Command.ChangeAccess command) {
        AccessChange change = command.change();
        if (!mayChangeUsers(command)) {
            return Decision.refused(new CommandResult.NotAUser());
        }
        AccessVerdict verdict = state.access.decide(change);
        Refusal refusal = verdict.refusal();
        if (refusal != null) {
            return Decision.refused(new CommandResult.AccessRefused(refusal));
        }
        CommandResult result = new CommandResult.AccessChanged();
        return verdict.changes()
                ? Decision.changed(result, () -> changeAccess(command, verdict))
                : Decision.unchanged(result);
    }

    /** The server that took the request may not have known all users, so it is an administrator here, or nobody. */
    private boolean mayChangeUsers(Command.ChangeAccess command) {
        if (state.access.isEmpty() || command.change().isByServer()) {
            return true;
        }
        User operator = state.access.user(command.operator());
        return operator != null && operator.isAdmin();
    }

    private void changeAccess(Command.ChangeAccess command, AccessVerdict verdict) {
        AccessChange change = command.change();
        state.access.carryOut(change, verdict);
        state.audit.add(
                new AuditRecord.UserChange(change.user(), change.words()),
                command.operator(),
                command.operatorAddress(),
                "",
                state.wallMillis);
        if (verdict.after() == null) {
            List<Session> theirs = state.sessions.all().stream()
                    .filter(session -> session.user().equals(change.user()))
                    .toList();
            WaitQueues.end(state, theirs, LockEvent.Leaving.CLOSED, LockEvent.Ending.FORCED);
        }
    }

    private Decision reportRefusals(Command.ReportRefusals command) {
        AuditRecord.Refusals refusals =
                new AuditRecord.Refusals(command.server(), command.number(), command.verb(), command.times());
        CommandResult result = new CommandResult.RefusalsRecorded();
        return state.audit.has(refusals)
                ? Decision.unchanged(result)
                : Decision.changed(
                        result,
                        () -> state.audit.add(refusals, command.user(), command.address(), "", state.wallMillis));
    }

    private static Decision refused(Reason reason, int server) {
        return Decision.refused(new CommandResult.MembershipRefused(reason, server));
    }
}
