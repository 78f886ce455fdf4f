package io.lockstep.leader.node;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;

/** WATCH and UNWATCH: answered at this server, from what is applied here. */
final class WatchRequests {

    private final NodeServices node;

    WatchRequests(NodeServices node) {
        this.node = node;
    }

    void watch(Exchange exchange, Request.Watch request) {
        node.localReads().whenAt(0, exchange, () -> begin(exchange, request));
    }

    private void begin(Exchange exchange, Request.Watch request) {
        long index = node.map().appliedIndex();
        int id = node.watches().add(exchange.conversation(), request.name(), request.prefix(), index);
        if (id == 0) {
            exchange.refuse(
                    ErrorCode.LIMIT,
                    "the bound of " + ProtocolLimits.WATCHES_MAX + " watches of a connection is reached");
            return;
        }
        exchange.reply(exchange.ok(Verb.WATCH).option("id", id).option("index", index));
    }

    void unwatch(Exchange exchange, Request.Unwatch request) {
        if (node.watches().remove(exchange.conversation(), request.id())) {
            exchange.reply(exchange.ok(Verb.UNWATCH).option("id", request.id()));
        } else {
            exchange.refuse(ErrorCode.BAD_ARGS, "there is no watch " + request.id() + " on this connection");
        }
    }
}
