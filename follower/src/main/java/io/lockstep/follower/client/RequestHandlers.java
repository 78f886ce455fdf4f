package io.lockstep.follower.client;

import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.RequestHandler;

/** Maps each verb to the class that handles it. */
record RequestHandlers(
        LockRequests locks,
        CancelRequests cancels,
        MapRequests reads,
        SessionRequests sessions,
        ServerRequests server,
        BackupRequests backups,
        OperatorRequests operators,
        WatchRequests watches,
        AccessRequests access)
        implements RequestHandler<ClientRequest> {

    @Override
    public void auth(ClientRequest request, Request.Auth auth) {
        access.auth(request, auth);
    }

    @Override
    public void administer(ClientRequest request, Request.Administer administer) {
        access.administer(request, administer);
    }

    @Override
    public void lock(ClientRequest request, Request.Lock lock) {
        locks.lock(request, lock);
    }

    @Override
    public void extend(ClientRequest request, Request.Extend extend) {
        locks.extend(request, extend);
    }

    @Override
    public void release(ClientRequest request, Request.Release release) {
        locks.release(request, release);
    }

    @Override
    public void force(ClientRequest request, Request.Force force) {
        locks.force(request, force);
    }

    @Override
    public void remove(ClientRequest request, Request.Remove remove) {
        operators.remove(request, remove);
    }

    @Override
    public void transfer(ClientRequest request, Request.Transfer transfer) {
        operators.transfer(request, transfer);
    }

    @Override
    public void set(ClientRequest request, Request.Set set) {
        operators.set(request, set);
    }

    @Override
    public void cancel(ClientRequest request, Request.Cancel cancel) {
        cancels.cancel(request, cancel);
    }

    @Override
    public void status(ClientRequest request, Request.Status status) {
        reads.status(request, status);
    }

    @Override
    public void who(ClientRequest request, Request.Who who) {
        reads.who(request, who);
    }

    @Override
    public void history(ClientRequest request, Request.History history) {
        reads.history(request, history);
    }

    @Override
    public void list(ClientRequest request, Request.List list) {
        reads.list(request, list);
    }

    @Override
    public void sessions(ClientRequest request, Request.Sessions asked) {
        reads.sessions(request, asked);
    }

    @Override
    public void audit(ClientRequest request, Request.Audit audit) {
        reads.audit(request, audit);
    }

    @Override
    public void backup(ClientRequest request, Request.Backup backup) {
        backups.backup(request, backup);
    }

    @Override
    public void watch(ClientRequest request, Request.Watch watch) {
        watches.watch(request, watch);
    }

    @Override
    public void unwatch(ClientRequest request, Request.Unwatch unwatch) {
        watches.unwatch(request, unwatch);
    }

    @Override
    public void hello(ClientRequest request, Request.Hello hello) {
        sessions.hello(request, hello);
    }

    @Override
    public void whoAmI(ClientRequest request, Request.WhoAmI whoAmI) {
        sessions.whoAmI(request);
    }

    @Override
    public void ping(ClientRequest request, Request.Ping ping) {
        sessions.ping(request, ping);
    }

    @Override
    public void pong(ClientRequest request, Request.Pong pong) {
        throw new IllegalStateException("PONG has no reply, so it is never a pending request");
    }

    @Override
    public void quit(ClientRequest request, Request.Quit quit) {
        sessions.quit(request);
    }

    @Override
    public void info(ClientRequest request, Request.Info info) {
        server.info(request, info);
    }

    @Override
    public void logLevel(ClientRequest request, Request.LogLevel logLevel) {
        server.logLevel(request, logLevel);
    }

    @Override
    public void nodes(ClientRequest request, Request.Nodes nodes) {
        server.nodes(request);
    }

    @Override
    public void help(ClientRequest request, Request.Help help) {
        server.help(request, help);
    }
}
