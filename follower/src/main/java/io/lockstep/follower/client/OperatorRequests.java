package io.lockstep.follower.client;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.MembershipRefused;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.forwarding.MembershipTexts;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequests;
import io.lockstep.follower.map.ReplicatedMap;

/** Handles REMOVE and SET. They need neither session nor number, since doing them twice is harmless. */
final class OperatorRequests {

    private final ReplicatedMap map;
    private final PendingRequests pending;
    private final Replies replies;

    OperatorRequests(ReplicatedMap map, PendingRequests pending, Replies replies) {
        this.map = map;
        this.pending = pending;
        this.replies = replies;
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
