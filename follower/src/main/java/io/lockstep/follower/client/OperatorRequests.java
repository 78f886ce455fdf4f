package io.lockstep.follower.client;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.forwarding.LeaderLink;
import io.lockstep.follower.forwarding.MembershipTexts;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.replication.Replication;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles REMOVE, SET and TRANSFER. They need neither session nor number, since doing them twice is harmless. */
final class OperatorRequests {

    private static final Logger LOG = LoggerFactory.getLogger(OperatorRequests.class);

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final LeaderLink leaderLink;
    private final Replication replication;
    private final Replies replies;

    OperatorRequests(
            ReplicatedMap map,
            PendingRequests pending,
            LeaderLink leaderLink,
            Replication replication,
            Replies replies) {
        this.map = map;
        this.pending = pending;
        this.leaderLink = leaderLink;
        this.replication = replication;
        this.replies = replies;
    }

    /** Begins it at once, or refuses it: only the server that leads knows who could lead after it. */
    void transfer(ClientRequest request, Request.Transfer transfer) {
        if (leaderLink.role() == null) {
            request.reply(request.error(ErrorCode.MEMBERSHIP)
                    .option("leader", leaderLink.leader())
                    .message("this server does not lead: send TRANSFER to the leader, which NODES names"));
        } else if (replication.transferLeadership(transfer.to())) {
            LOG.info(
                    "operator {} at {} has this server give leadership to {}",
                    request.operator(transfer.operator()),
                    request.conversation().clientAddress(),
                    transfer.to() == Replication.ANY_VOTER ? "another server" : "server " + transfer.to());
            request.reply(request.ok(Verb.TRANSFER));
        } else {
            request.reply(request.error(ErrorCode.MEMBERSHIP)
                    .option("leader", leaderLink.leader())
                    .message("there is no such voting server besides this one that has caught up; NODES lists them"));
        }
    }

    void remove(ClientRequest request, Request.Remove remove) {
        if (pending.full()) {
            replies.busy(request);
            return;
        }
        String operatorAddress = request.conversation().clientAddress();
        pending.submit(
                new Command.RemoveServer(
                        remove.server(),
                        remove.way(),
                        request.operator(remove.operator()),
                        operatorAddress,
                        remove.reason()),
                request.sentTo(outcome -> decided(request, remove, outcome)));
    }

    void set(ClientRequest request, Request.Set set) {
        if (pending.full()) {
            replies.busy(request);
            return;
        }
        String operatorAddress = request.conversation().clientAddress();
        pending.submit(
                new Command.SetMapBytes(
                        set.mapBytes(), request.operator(set.operator()), operatorAddress, set.reason()),
                request.sentTo(outcome -> decided(request, outcome)));
    }

    private void decided(ClientRequest request, Outcome outcome) {
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(request, outcome);
        } else if (decided.result() instanceof CommandResult.MapBytesSet set) {
            request.reply(
                    request.ok(Verb.SET).option("map_bytes", set.mapBytesMax()).option("index", map.appliedIndex()));
        } else {
            replies.sessionRefused(request, decided.result(), decided.index());
        }
    }

    private void decided(ClientRequest request, Request.Remove remove, Outcome outcome) {
        if (!(outcome instanceof Outcome.Decided decided)) {
            replies.undecided(request, outcome);
        } else if (decided.result() instanceof CommandResult.ServerLeaves) {
            removed(request, remove, false);
        } else if (decided.result() instanceof CommandResult.ServerRemoved) {
            removed(request, remove, true);
        } else if (decided.result() instanceof MembershipRefused refused) {
            request.reply(request.error(ErrorCode.MEMBERSHIP)
                    .option("server", refused.server())
                    .option("index", decided.index())
                    .message(MembershipTexts.of(refused)));
        } else {
            replies.sessionRefused(request, decided.result(), decided.index());
        }
    }

    private void removed(ClientRequest request, Request.Remove remove, boolean done) {
        request.reply(request.ok(Verb.REMOVE)
                .option("server", remove.server())
                .option("done", done ? "yes" : "no")
                .option("index", map.appliedIndex()));
    }
}
