package io.lockstep.leader.node;

import io.lockstep.common.protocol.Request;

/** The table of requests: which class answers which. */
final class RequestHandlers {

    private final SessionRequests sessions;
    private final LockRequests locks;
    private final CancelRequests cancels;
    private final MapRequests reads;
    private final WatchRequests watches;
    private final ServerRequests server;

    RequestHandlers(NodeServices node, ServerFacts facts) {
        sessions = new SessionRequests(node, facts);
        locks = new LockRequests(node);
        cancels = new CancelRequests(node);
        reads = new MapRequests(node);
        watches = new WatchRequests(node);
        server = new ServerRequests(node, facts);
    }

    /** The first line on a connection. */
    void greet(ClientChannel channel) {
        sessions.greet(channel);
    }

    void handle(Exchange exchange, Request request) {
        if (request instanceof Request.Lock lock) {
            locks.lock(exchange, lock);
        } else if (request instanceof Request.Release release) {
            locks.release(exchange, release);
        } else if (request instanceof Request.Cancel cancel) {
            cancels.cancel(exchange, cancel);
        } else if (request instanceof Request.Force force) {
            locks.force(exchange, force);
        } else if (request instanceof Request.Status status) {
            reads.status(exchange, status);
        } else if (request instanceof Request.List list) {
            reads.list(exchange, list);
        } else if (request instanceof Request.Who who) {
            reads.who(exchange, who);
        } else if (request instanceof Request.Audit audit) {
            reads.audit(exchange, audit);
        } else if (request instanceof Request.Watch watch) {
            watches.watch(exchange, watch);
        } else if (request instanceof Request.Unwatch unwatch) {
            watches.unwatch(exchange, unwatch);
        } else if (request instanceof Request.Hello hello) {
            sessions.hello(exchange, hello);
        } else if (request instanceof Request.WhoAmI) {
            sessions.whoAmI(exchange);
        } else if (request instanceof Request.Quit) {
            sessions.quit(exchange);
        } else if (request instanceof Request.Ping ping) {
            sessions.ping(exchange, ping);
        } else if (request instanceof Request.Info) {
            server.info(exchange);
        } else if (request instanceof Request.Nodes) {
            server.nodes(exchange);
        } else if (request instanceof Request.Help help) {
            server.help(exchange, help);
        } else {
            throw new IllegalStateException("no handler for " + request);
        }
    }
}
