package io.lockstep.common.lock.naive;

import io.lockstep.common.command.AuditRecord;
import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.command.CommandResult.MembershipRefused.Reason;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.command.RegisteredServer.Standing;
import io.lockstep.common.command.ServerAddress;
import java.util.ArrayList;
import java.util.List;

/** The part of {@link NaiveModel} that numbers and removes servers. */
record NaiveServers(NaiveModel model) {

    CommandResult apply(Command.MembershipChange change) {
        if (change instanceof Command.RegisterServer register) {
            return register(register);
        }
        return change instanceof Command.RemoveServer remove
                ? remove(remove)
                : finish(((Command.FinishRemoval) change).server());
    }

    /** The level that all servers read, if that is a higher one. */
    void raiseLevel() {
        int lowest = Integer.MAX_VALUE;
        for (RegisteredServer server : model.servers) {
            if (server.standing() != Standing.REMOVED) {
                lowest = Math.min(lowest, server.program().featureLevel());
            }
        }
        if (lowest < Integer.MAX_VALUE && lowest > model.featureLevel) {
            model.featureLevel = lowest;
        }
    }

    private CommandResult register(Command.RegisterServer command) {
        RegisteredServer known = null;
        RegisteredServer other = null;
        for (RegisteredServer server : model.servers) {
            if (server.storageId().equals(command.storageId())) {
                known = server;
            } else if (server.isMember() && server.peerAddress().equals(command.peerAddress())) {
                other = server;
            }
        }
        if (known != null && known.standing() == Standing.REMOVED) {
            return new MembershipRefused(Reason.REMOVED, known.server());
        }
        if (command.program().featureLevel() < model.featureLevel) {
            return new MembershipRefused(Reason.OLD_PROGRAM, known == null ? 0 : known.server());
        }
        if (!ServerAddress.flawOf(command.peerAddress()).isEmpty()) {
            return new MembershipRefused(Reason.BAD_ADDRESS, known == null ? 0 : known.server());
        }
        if (other != null && (known != null || other.server() != command.replaces())) {
            return new MembershipRefused(Reason.ADDRESS_TAKEN, other.server());
        }
        int number = known == null ? model.servers.size() + 1 : known.server();
        RegisteredServer registered = new RegisteredServer(
                number,
                command.storageId(),
                command.clientAddress(),
                command.peerAddress(),
                known == null ? command.observer() : known.observer(),
                known == null ? Standing.MEMBER : known.standing(),
                command.program());
        if (known != null) {
            model.servers.set(number - 1, registered);
            return new CommandResult.ServerRegistered(number);
        }
        model.servers.add(registered);
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < model.clientIdsPerServer; i++) {
            ids.add(number * model.clientIdsPerServer + i);
        }
        model.idsToGiveOut.put(number, ids);
        if (other != null) {
            leave(
                    other,
                    Standing.LEAVING,
                    new Command.RemoveServer(
                            other.server(),
                            Command.RemoveServer.Way.REPLACE,
                            "",
                            command.clientAddress(),
                            "server " + number + " joined at its address with other data"));
        }
        return new CommandResult.ServerRegistered(number);
    }

    private CommandResult remove(Command.RemoveServer command) {
        if (command.server() < 1 || command.server() > model.servers.size()) {
            return new MembershipRefused(Reason.NO_SUCH_SERVER, command.server());
        }
        RegisteredServer known = model.servers.get(command.server() - 1);
        boolean shrink = command.way() == Command.RemoveServer.Way.SHRINK;
        long members = model.servers.stream()
                .filter(server -> server.standing() == Standing.MEMBER)
                .count();
        switch (known.standing()) {
            case REMOVED -> {
                return new CommandResult.ServerRemoved(command.server());
            }
            case MEMBER -> {
                if (members == 1) {
                    return new MembershipRefused(Reason.LAST_SERVER, command.server());
                }
                leave(known, shrink ? Standing.LEAVING_UNREPLACED : Standing.LEAVING, command);
            }
            case LEAVING -> {
                if (shrink) {
                    leave(known, Standing.LEAVING_UNREPLACED, command);
                }
            }
            case LEAVING_UNREPLACED -> {}
        }
        return new CommandResult.ServerLeaves(command.server());
    }

    private void leave(RegisteredServer server, Standing standing, Command.RemoveServer command) {
        model.servers.set(server.server() - 1, server.with(standing));
        model.locks.audit.add(new AuditRecord(
                model.locks.audit.size() + 1,
                new AuditRecord.ServerRemoval(server.server(), command.way()),
                command.operator(),
                command.operatorAddress(),
                command.reason(),
                model.wallMillis));
    }

    CommandResult acceptLoss(Command.AcceptLoss command) {
        if (command.server() < 1 || command.server() > model.servers.size()) {
            return new MembershipRefused(Reason.NO_SUCH_SERVER, command.server());
        }
        for (AuditRecord record : model.views.newestAudit()) {
            if (record.act() instanceof AuditRecord.LossAccepted earlier
                    && earlier.server() == command.server()
                    && earlier.start() == command.start()) {
                return new CommandResult.LossRecorded();
            }
        }
        model.locks.audit.add(new AuditRecord(
                model.locks.audit.size() + 1,
                new AuditRecord.LossAccepted(command.server(), command.start(), command.kept(), command.known()),
                command.operator(),
                command.operatorAddress(),
                command.reason(),
                model.wallMillis));
        return new CommandResult.LossRecorded();
    }

    /** The random bounds are far above what the map takes, so the model counts no bytes. */
    CommandResult setMapBytes(Command.SetMapBytes command) {
        if (command.mapBytesMax() != model.mapBytesMax) {
            model.locks.audit.add(new AuditRecord(
                    model.locks.audit.size() + 1,
                    new AuditRecord.MapBytesSet(model.mapBytesMax, command.mapBytesMax()),
                    command.operator(),
                    command.operatorAddress(),
                    command.reason(),
                    model.wallMillis));
            model.mapBytesMax = command.mapBytesMax();
        }
        return new CommandResult.MapBytesSet(command.mapBytesMax());
    }

    private CommandResult finish(int number) {
        if (number < 1
                || number > model.servers.size()
                || model.servers.get(number - 1).isMember()) {
            return new MembershipRefused(Reason.NO_SUCH_SERVER, number);
        }
        model.servers.set(number - 1, model.servers.get(number - 1).with(Standing.REMOVED));
        return new CommandResult.ServerRemoved(number);
    }
}
