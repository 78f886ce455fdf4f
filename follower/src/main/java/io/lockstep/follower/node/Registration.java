package io.lockstep.follower.node;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.client.LocalReads;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.forwarding.MembershipTexts;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the addresses and the program of this server registered in the log, and registers new servers that ask for a
 * number.
 */
final class Registration {

    private final NodeIdentity self;
    private final NodeSettings settings;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LocalReads localReads;
    private boolean asking;
    private boolean boundChecked;

    Registration(
            NodeIdentity self,
            NodeSettings settings,
            ReplicatedMap map,
            PendingRequests pending,
            LocalReads localReads) {
        this.self = self;
        this.settings = settings;
        this.map = map;
        this.pending = pending;
        this.localReads = localReads;
    }

    /** Registers this server if its present addresses or its program are not in the log. */
    void tick() {
        LockStateMachine machine = map.machine();
        if (!asking && localReads.level() && machine.isFounded() && !isRegistered(machine)) {
            asking = true;
            pending.submit(
                    new Command.RegisterServer(
                            self.storageId(), self.clientAddress(), self.peerAddress(), false, 0, self.program()),
                    outcome -> asking = false);
        }
    }

    private boolean isRegistered(LockStateMachine machine) {
        RegisteredServer known = machine.serverWithStorageId(self.storageId());
        return known != null
                && known.clientAddress().equals(self.clientAddress())
                && known.peerAddress().equals(self.peerAddress())
                && known.program().equals(self.program());
    }

    /** Submits a new server's request for a number. Any server accepts such requests. */
    void join(PeerChannel from, PeerMessage.Join join) {
        if (pending.full()) {
            from.send(new PeerMessage.NotJoined("too many requests are pending there"));
        } else if (map.machine().servers().isEmpty()) {
            from.send(new PeerMessage.NotJoined("the founder has no number itself yet"));
        } else {
            pending.submit(
                    new Command.RegisterServer(
                            join.storageId(),
                            join.clientAddress(),
                            join.peerAddress(),
                            join.observer(),
                            0,
                            join.program()),
                    outcome -> from.send(joinAnswer(outcome)));
        }
    }

    private PeerMessage joinAnswer(Outcome outcome) {
        if (outcome instanceof Outcome.Decided decided
                && decided.result() instanceof CommandResult.ServerRegistered registered) {
            return new PeerMessage.Joined(self.clusterId(), registered.server());
        }
        return new PeerMessage.NotJoined(
                outcome instanceof Outcome.Decided decided ? reason(decided.result()) : "there is no leader now");
    }

    private static String reason(CommandResult result) {
        if (result instanceof CommandResult.Full full) {
            return "the bound of " + full.limit() + " " + full.bound() + " is reached";
        }
        return result instanceof CommandResult.MembershipRefused refused
                ? MembershipTexts.of(refused)
                : "the cluster is being founded";
    }

    /** A contradiction between this server's flags and the log, in words for the operator; null if there is none. */
    @Nullable
    String contradiction() {
        LockStateMachine machine = map.machine();
        if (!machine.isFounded()) {
            return null;
        }
        String contradiction = settings.cluster().contradiction(machine);
        if (!contradiction.isEmpty()) {
            return contradiction;
        }
        return localReads.level() && !boundChecked ? flawOfBound(machine) : null;
    }

    /** Only when the server starts: a bound that an operator changes later ends no server. */
    private @Nullable String flawOfBound(LockStateMachine machine) {
        boundChecked = true;
        String flaw = settings.mapBound().flawOf(machine.size().bytesMax());
        return flaw.isEmpty() ? null : flaw;
    }
}
