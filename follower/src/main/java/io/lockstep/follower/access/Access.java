package io.lockstep.follower.access;

import io.lockstep.common.access.AccessTable;
import io.lockstep.common.access.Quotas;
import io.lockstep.common.access.Right;
import io.lockstep.common.access.User;
import io.lockstep.common.protocol.Request;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a client may ask, by the users in this server's map. Loop thread only. */
public final class Access {

    /** What becomes of a request. */
    public enum Verdict {
        ADMITTED,
        /** The cluster has users, and the client is none of them. */
        AUTH_REQUIRED,
        /** No rule of the user allows it. */
        DENIED
    }

    private static final User WITHOUT_RIGHTS = new User("", "", List.of(), List.of(), Quotas.NONE);

    private final ReplicatedMap map;
    private final boolean usersRequired;
    private final Rights rights = new Rights();

    /** @param usersRequired whether nobody is admitted while the map has no users */
    public Access(ReplicatedMap map, boolean usersRequired) {
        this.map = map;
        this.usersRequired = usersRequired;
    }

    /** Whether a client needs to be a user. */
    public boolean isRestricted() {
        return usersRequired || !table().isEmpty();
    }

    /** The users. */
    public AccessTable table() {
        return map.machine().access();
    }

    /** The user at the other end; null if there is none. */
    public @Nullable User userOf(Login login) {
        return login.user(table());
    }

    /** The name of the user at the other end; empty if there is none. */
    public String nameOf(Login login) {
        User user = userOf(login);
        return user == null ? "" : user.name();
    }

    /** Whether the client may ask this. Looks at no lock. */
    public Verdict check(Login login, Request request) {
        if (!isRestricted() || isForStrangers(request)) {
            return Verdict.ADMITTED;
        }
        User user = userOf(login);
        if (user == null) {
            return Verdict.AUTH_REQUIRED;
        }
        return rights.grant(user, request) ? Verdict.ADMITTED : Verdict.DENIED;
    }

    /**
     * Whether the verdict must wait until the map is up to date: the cluster may have users that are not in it yet. A
     * request that needs a session is judged again in the log, and what a server says of itself is told at any time.
     */
    public boolean needsUsers(Request request) {
        return !isRestricted() && !isJudgedInLog(request) && !rights.grant(WITHOUT_RIGHTS, request);
    }

    private static boolean isJudgedInLog(Request request) {
        return request instanceof Request.Hello
                || request instanceof Request.Lock
                || request instanceof Request.Extend
                || request instanceof Request.Release
                || request instanceof Request.Force;
    }

    /** The verb of a request. */
    public String verbOf(Request request) {
        return Rights.verbOf(request);
    }

    private static boolean isForStrangers(Request request) {
        return request instanceof Request.Auth
                || request instanceof Request.Ping
                || request instanceof Request.Pong
                || request instanceof Request.Quit;
    }

    /** Whether the client has this right over the lock with this name. */
    public boolean may(Login login, Right right, String lockName) {
        if (!isRestricted()) {
            return true;
        }
        User user = userOf(login);
        return user != null && user.may(right, lockName);
    }

    /** Whether the client may know that there is a lock with this name: any right over it will do. */
    public boolean mayKnow(Login login, String lockName) {
        return may(login, Right.READ, lockName)
                || may(login, Right.LOCK, lockName)
                || may(login, Right.WATCH, lockName);
    }

    /**
     * Prefixes that cover the names that begin with {@code within} and over which the client has this right, in the
     * order of the names. No name has two of them.
     */
    public List<String> prefixes(Login login, Right right, String within) {
        if (!isRestricted()) {
            return List.of(within);
        }
        User user = userOf(login);
        return user == null ? List.of() : user.prefixes(right, within);
    }
}
