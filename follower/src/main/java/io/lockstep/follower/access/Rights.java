package io.lockstep.follower.access;

import io.lockstep.common.access.Right;
import io.lockstep.common.access.User;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.RequestHandler;
import java.util.List;
import java.util.Locale;

/**
 * Which right each kind of request needs. Looks at the request and the user's rules only, never at a lock, so a denial
 * tells nothing about locks. A new kind of request does not compile without an answer here.
 */
final class Rights implements RequestHandler<User> {

    private boolean granted;

    /** Whether the user may ask this. */
    boolean grant(User user, Request request) {
        granted = false;
        request.accept(this, user);
        return granted;
    }

    /** The verb of a request. */
    static String verbOf(Request request) {
        return request instanceof Request.Administer administer
                ? administer.verb().name()
                : request.getClass().getSimpleName().toUpperCase(Locale.ROOT);
    }

    private void over(User user, Right right, List<LockName> names) {
        granted = names.stream().allMatch(name -> user.may(right, name.text()));
    }

    private void over(User user, Right right, String prefix) {
        granted = !user.prefixes(right, prefix).isEmpty();
    }

    private void onlyAdmin(User user) {
        granted = user.isAdmin();
    }

    private void everybody() {
        granted = true;
    }

    @Override
    public void lock(User user, Request.Lock lock) {
        over(user, Right.LOCK, lock.names());
    }

    @Override
    public void extend(User user, Request.Extend extend) {
        over(user, Right.LOCK, List.of(extend.name()));
    }

    @Override
    public void release(User user, Request.Release release) {
        over(user, Right.LOCK, release.names());
    }

    @Override
    public void force(User user, Request.Force force) {
        over(user, Right.FORCE, List.of(force.name()));
    }

    @Override
    public void status(User user, Request.Status status) {
        over(user, Right.READ, List.of(status.name()));
    }

    @Override
    public void who(User user, Request.Who who) {
        over(user, Right.READ, List.of(who.name()));
    }

    @Override
    public void history(User user, Request.History history) {
        over(user, Right.READ, List.of(history.name()));
    }

    @Override
    public void list(User user, Request.List list) {
        over(user, Right.READ, list.prefix());
    }

    /** Sessions that hold no lock are listed too, so a right over some locks is not enough. */
    @Override
    public void sessions(User user, Request.Sessions sessions) {
        granted = user.may(Right.READ, "");
    }

    @Override
    public void watch(User user, Request.Watch watch) {
        LockName name = watch.name();
        if (name == null) {
            over(user, Right.WATCH, watch.prefix());
        } else {
            over(user, Right.WATCH, List.of(name));
        }
    }

    @Override
    public void remove(User user, Request.Remove remove) {
        onlyAdmin(user);
    }

    @Override
    public void transfer(User user, Request.Transfer transfer) {
        onlyAdmin(user);
    }

    @Override
    public void set(User user, Request.Set set) {
        onlyAdmin(user);
    }

    @Override
    public void administer(User user, Request.Administer administer) {
        onlyAdmin(user);
    }

    @Override
    public void audit(User user, Request.Audit audit) {
        onlyAdmin(user);
    }

    @Override
    public void backup(User user, Request.Backup backup) {
        onlyAdmin(user);
    }

    @Override
    public void logLevel(User user, Request.LogLevel logLevel) {
        onlyAdmin(user);
    }

    @Override
    public void auth(User user, Request.Auth auth) {
        everybody();
    }

    @Override
    public void cancel(User user, Request.Cancel cancel) {
        everybody();
    }

    @Override
    public void unwatch(User user, Request.Unwatch unwatch) {
        everybody();
    }

    @Override
    public void hello(User user, Request.Hello hello) {
        granted = !hello.operator()
                || user.isAdmin()
                || !user.prefixes(Right.FORCE, "").isEmpty();
    }

    @Override
    public void whoAmI(User user, Request.WhoAmI whoAmI) {
        everybody();
    }

    @Override
    public void info(User user, Request.Info info) {
        everybody();
    }

    @Override
    public void nodes(User user, Request.Nodes nodes) {
        everybody();
    }

    @Override
    public void ping(User user, Request.Ping ping) {
        everybody();
    }

    @Override
    public void pong(User user, Request.Pong pong) {
        everybody();
    }

    @Override
    public void help(User user, Request.Help help) {
        everybody();
    }

    @Override
    public void quit(User user, Request.Quit quit) {
        everybody();
    }
}
