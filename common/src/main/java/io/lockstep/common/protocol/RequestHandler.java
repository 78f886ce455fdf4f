package io.lockstep.common.protocol;

/**
 * Handles each kind of request. A new kind does not compile without a handler.
 *
 * @param <C> the context that the caller passes along with the request
 */
public interface RequestHandler<C> {
    void hello(C context, Request.Hello request);

    void auth(C context, Request.Auth request);

    void administer(C context, Request.Administer request);

    void lock(C context, Request.Lock request);

    void extend(C context, Request.Extend request);

    void release(C context, Request.Release request);

    void cancel(C context, Request.Cancel request);

    void who(C context, Request.Who request);

    void history(C context, Request.History request);

    void watch(C context, Request.Watch request);

    void unwatch(C context, Request.Unwatch request);

    void force(C context, Request.Force request);

    void remove(C context, Request.Remove request);

    void transfer(C context, Request.Transfer request);

    void set(C context, Request.Set request);

    void audit(C context, Request.Audit request);

    void backup(C context, Request.Backup request);

    void logLevel(C context, Request.LogLevel request);

    void status(C context, Request.Status request);

    void list(C context, Request.List request);

    void sessions(C context, Request.Sessions request);

    void whoAmI(C context, Request.WhoAmI request);

    void info(C context, Request.Info request);

    void nodes(C context, Request.Nodes request);

    void ping(C context, Request.Ping request);

    void pong(C context, Request.Pong request);

    void help(C context, Request.Help request);

    void quit(C context, Request.Quit request);
}
