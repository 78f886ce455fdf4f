package io.lockstep.common.protocol;

import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.command.KeyedRequest;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.SessionKey;
import org.jspecify.annotations.Nullable;

/**
 * A client's request, one record for each {@link Verb}. A number that the client did not give is 0. Names are at least
 * one, without repetition; {@code number} is {@code req=}.
 */
public sealed interface Request {

    /** Calls the method of {@code handler} for this request. */
    <C> void accept(RequestHandler<C> handler, C context);

    /**
     * Opens a session, or resumes one.
     *
     * @param ttlMillis the requested lease in milliseconds, brought within the bounds of {@link ProtocolLimits}; 0 if
     *     not given
     * @param label the client's name for itself, for logs and WHOAMI; empty if not given
     * @param resume the session to resume; null to open a new one
     * @param index the server answers only when its map has reached this index
     * @param operator whether the session is for an operator, who gets in when others no longer do
     */
    record Hello(long ttlMillis, String label, @Nullable Resume resume, long index, boolean operator)
            implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.hello(context, this);
        }
    }

    /** Says whose connection it is; the token is empty if the client's certificate names the user. */
    record Auth(String token) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.auth(context, this);
        }

        @Override
        public String toString() {
            return "Auth";
        }
    }

    /** Lists or changes users: USER, ALLOW or DENY. */
    record Administer(Verb verb, AccessOrder order) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.administer(context, this);
        }
    }

    /**
     * Takes locks, all or none.
     *
     * @param waitMillis how long the request may wait; 0 to be refused instead
     * @param delayMillis how long the locks stay blocked if the grant ends by expiry or force
     * @param lease of the grant, which is then of one lock; null for a grant that lives with the session
     */
    record Lock(
            java.util.List<LockName> names,
            LockMode mode,
            long waitMillis,
            long delayMillis,
            long number,
            @Nullable LeaseOrder lease)
            implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.lock(context, this);
        }
    }

    /**
     * Releases locks, all or none.
     *
     * @param token the fencing token of the grant; 0 for any
     * @param key of a grant with its own lease, which is of one lock; null for locks that the session holds
     * @param holdMillis how long the lock then stays blocked; {@link KeyedRequest.Release#AS_LOCKED} for that of LOCK
     */
    record Release(
            java.util.List<LockName> names,
            long token,
            long number,
            @Nullable GrantSecret key,
            long holdMillis) implements Request {

        /** Releases locks that the session holds. */
        public Release(java.util.List<LockName> names, long token, long number) {
            this(names, token, number, null, KeyedRequest.Release.AS_LOCKED);
        }

        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.release(context, this);
        }
    }

    /** Makes the lease of a grant run for so long from now on. */
    record Extend(LockName name, long token, GrantSecret key, long leaseMillis, long number) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.extend(context, this);
        }
    }

    /** Cancels a waiting LOCK: that with this tag (and its {@code #}), that with this number, or the untagged one. */
    record Cancel(String tag, long number) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.cancel(context, this);
        }
    }

    /** Lists the holders and waiters of a lock, at most {@code limit} rows. */
    record Who(LockName name, int limit) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.who(context, this);
        }
    }

    /** Lists grants of a lock with lower numbers than {@code before}, only those of that time unless it is 0. */
    record History(LockName name, long atWallMillis, long before, int limit) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.history(context, this);
        }
    }

    /** Pushes the events of a lock, or of all with a prefix. With {@code list} the held ones are listed first. */
    record Watch(@Nullable LockName name, String prefix, boolean list) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.watch(context, this);
        }
    }

    /** Ends a watch of this connection. */
    record Unwatch(int id) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.unwatch(context, this);
        }
    }

    /** Breaks a grant. */
    record Force(LockName name, long token, String reason, String operator, long number) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.force(context, this);
        }
    }

    /** Removes a server from the cluster. */
    record Remove(int server, RemoveServer.Way way, String reason, String operator) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.remove(context, this);
        }
    }

    /** Has the server that leads give leadership to the voter {@code to}; 0 for any. */
    record Transfer(int to, String operator) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.transfer(context, this);
        }
    }

    /** Changes the bound of the lock map in bytes. */
    record Set(long mapBytes, String reason, String operator) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.set(context, this);
        }
    }

    /** Asks for a part of a backup; part 0 begins one. */
    record Backup(long part) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.backup(context, this);
        }
    }

    /** Lists at most {@code limit} audit records with numbers above {@code after}. */
    record Audit(long after, int limit) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.audit(context, this);
        }
    }

    /**
     * Shows the status of a lock.
     *
     * @param sync whether the answer must be linearizable; otherwise the server answers from its own map
     * @param index the server answers only when its map has reached this index
     */
    record Status(LockName name, boolean sync, long index) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.status(context, this);
        }
    }

    /** Lists held locks with this prefix, above {@code after}, in order; {@code awaited}: only those with waiters. */
    record List(String prefix, String after, int limit, boolean awaited) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.list(context, this);
        }
    }

    /** Lists sessions above {@code after}; unless {@code number} is 0, what that one holds and waits for. */
    record Sessions(long number, String prefix, long after, int limit) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.sessions(context, this);
        }
    }

    /** Shows how much this server logs or, if {@code packageName} is not empty, sets it for that package. */
    record LogLevel(String packageName, String level) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.logLevel(context, this);
        }
    }

    /** Shows the client's own session. */
    record WhoAmI() implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.whoAmI(context, this);
        }
    }

    /** Describes the server. */
    record Info(boolean hash) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.info(context, this);
        }
    }

    /** Lists the servers. */
    record Nodes() implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.nodes(context, this);
        }
    }

    /**
     * Asks for PONG with the same value; empty if none is given.
     *
     * @param confirm whether the server answers only when a leader has confirmed the renewal by this line
     */
    record Ping(String value, boolean confirm) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.ping(context, this);
        }
    }

    /** Answers a PING push. Gets no reply. */
    record Pong(String value) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.pong(context, this);
        }
    }

    /** Describes one verb, or all if {@code verb} is null. */
    record Help(@Nullable Verb verb) implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.help(context, this);
        }
    }

    /** Ends the session and closes the connection. */
    record Quit() implements Request {
        @Override
        public <C> void accept(RequestHandler<C> handler, C context) {
            handler.quit(context, this);
        }
    }

    /** The session to resume, and its secret. */
    record Resume(long session, SessionKey key) {}
}
