package io.lockstep.follower.node;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.follower.client.LocalReads;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.DiskTrust;
import io.lockstep.follower.replication.Replication;

/** Puts a loss that the operator of this server accepted into the audit, once the server takes part again. */
final class LossRecord {

    private static final String REASON = "started with --accept-loss";

    private final NodeIdentity self;
    private final Replication replication;
    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LocalReads localReads;
    private boolean asking;

    LossRecord(
            NodeIdentity self,
            Replication replication,
            ReplicatedMap map,
            PendingRequests pending,
            LocalReads localReads) {
        this.self = self;
        this.replication = replication;
        this.map = map;
        this.pending = pending;
        this.localReads = localReads;
    }

    /** Submits what is not in the audit yet. */
    void tick() {
        DiskTrust.Loss loss = replication.diskTrust().loss();
        if (loss != null && !asking && localReads.level() && map.machine().server(self.server()) != null) {
            asking = true;
            pending.submit(
                    new Command.AcceptLoss(
                            self.server(),
                            loss.start(),
                            loss.kept(),
                            loss.known(),
                            loss.operator(),
                            self.clientAddress(),
                            REASON),
                    outcome -> decided(loss, outcome));
        }
    }

    private void decided(DiskTrust.Loss loss, Outcome outcome) {
        asking = false;
        if (outcome instanceof Outcome.Decided decided && decided.result() instanceof CommandResult.LossRecorded) {
            replication.lossRecorded(loss.start());
        }
    }
}
