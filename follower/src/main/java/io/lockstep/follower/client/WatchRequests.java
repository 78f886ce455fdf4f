package io.lockstep.follower.client;

import io.lockstep.common.access.Right;
import io.lockstep.common.access.User;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.access.Access;
import io.lockstep.follower.map.ReplicatedMap;
import io.lockstep.follower.watch.Watches;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Handles WATCH and UNWATCH, from the entries applied at this server. */
final class WatchRequests {

    private final ReplicatedMap map;
    private final LocalReads localReads;
    private final Watches watches;
    private final LockOptions options;
    private final Access access;

    WatchRequests(ReplicatedMap map, LocalReads localReads, Watches watches, LockOptions options, Access access) {
        this.map = map;
        this.localReads = localReads;
        this.watches = watches;
        this.options = options;
        this.access = access;
    }

    void watch(ClientRequest request, Request.Watch watch) {
        localReads.whenAt(0, request, () -> begin(request, watch));
    }

    private void begin(ClientRequest request, Request.Watch watch) {
        if (watches.isFull()) {
            request.refuse(
                    ErrorCode.LIMIT,
                    "the bound of " + watches.watchesMax() + " watches of this server is reached; try another server");
            return;
        }
        User user = access.userOf(request.conversation().login());
        long quota = user == null ? 0 : user.quotas().watches();
        if (user != null && quota > 0 && watches.countOf(user.name()) >= quota) {
            request.refuse(
                    ErrorCode.LIMIT,
                    "the bound of " + quota + " watches of user " + user.name() + " at this server is reached");
            return;
        }
        long index = map.appliedIndex();
        int id = watches.add(request.conversation(), watch.name(), watch.prefix(), index);
        if (id == 0) {
            request.refuse(
                    ErrorCode.LIMIT,
                    "the bound of " + ProtocolLimits.WATCHES_MAX + " watches of a connection is reached");
            return;
        }
        Line reply = request.ok(Verb.WATCH).option("id", id).option("index", index);
        request.reply(watch.list() ? listed(request, watch, reply) : reply);
    }

    /** Sends the locks that are held now, as the state that the first event follows. */
    private Line listed(ClientRequest request, Request.Watch watch, Line reply) {
        List<LockStatus> held = held(request, watch.name(), watch.prefix());
        int sent = options.sendRows(request, held, ProtocolLimits.LIST_ROWS_MAX);
        reply.option("n", sent);
        return sent < held.size() ? reply.option("more", "yes") : reply;
    }

    private List<LockStatus> held(ClientRequest request, @Nullable LockName name, String prefix) {
        if (name == null) {
            List<String> prefixes = access.prefixes(request.conversation().login(), Right.WATCH, prefix);
            return options.held(prefixes, "", ProtocolLimits.LIST_ROWS_MAX + 1);
        }
        LockStatus status = map.machine().status(name);
        return status.oldest() == null ? List.of() : List.of(status);
    }

    void unwatch(ClientRequest request, Request.Unwatch unwatch) {
        if (watches.remove(request.conversation(), unwatch.id())) {
            request.reply(request.ok(Verb.UNWATCH).option("id", unwatch.id()));
        } else {
            request.refuse(ErrorCode.BAD_ARGS, "there is no watch " + unwatch.id() + " on this connection");
        }
    }
}
