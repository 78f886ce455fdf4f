package io.lockstep.common.protocol;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.SessionKey;
import org.jspecify.annotations.Nullable;

/** What a client asks, one record for each {@link Verb}. A number that the client did not give is 0. */
public sealed interface Request {

    /** Calls the method of {@code handler} for this request. */
    <C> void accept(Handler<C> handler, C context);

    /**
     * What is done with each kind of request. A new kind does not compile without a handler.
     *
     * @param <C> what the caller hands on beside the request
     */
    interface Handler<C> {
        void hello(C context, Hello request);

        void lock(C context, Lock request);

        void release(C context, Release request);

        void cancel(C context, Cancel request);

        void who(C context, Who request);

        void watch(C context, Watch request);

        void unwatch(C context, Unwatch request);

        void force(C context, Force request);

        void audit(C context, Audit request);

        void status(C context, Status request);

        void list(C context, List request);

        void whoAmI(C context, WhoAmI request);

        void info(C context, Info request);

        void nodes(C context, Nodes request);

        void ping(C context, Ping request);

        void pong(C context, Pong request);

        void help(C context, Help request);

        void quit(C context, Quit request);
    }

    /**
     * Open a session, or take one up again.
     *
     * @param ttlMillis the lease asked for, in milliseconds, brought within the bounds of {@link ProtocolLimits}; 0 if not given
     * @param label the client's name for itself, for logs and WHOAMI; empty if not given
     * @param resume the session to take up again; null to open a new one
     * @param index answer only when the server's map has reached this index
     */
    record Hello(long ttlMillis, String label, @Nullable Resume resume, long index) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.hello(context, this);
        }
    }

    /**
     * Take locks, all or none.
     *
     * @param names at least one, without repetition
     * @param waitMillis how long to stand in line; 0 for not at all
     * @param delayMillis for how long the locks stay blocked if the grant ends by expiry or by force
     * @param number {@code req=}
     */
    record Lock(java.util.List<LockName> names, LockMode mode, long waitMillis, long delayMillis, long number)
            implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.lock(context, this);
        }
    }

    /**
     * Release locks, all or none.
     *
     * @param names at least one, without repetition
     * @param token the grant meant; 0 for whichever there is
     * @param number {@code req=}
     */
    record Release(java.util.List<LockName> names, long token, long number) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.release(context, this);
        }
    }

    /**
     * End a LOCK that waits: with this tag on this connection, or of this number, or else the untagged one.
     *
     * @param tag with its {@code #}; empty if not given
     * @param number {@code req=} of the LOCK
     */
    record Cancel(String tag, long number) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.cancel(context, this);
        }
    }

    /** List who holds a lock and who waits for it, at most {@code limit} rows. */
    record Who(LockName name, int limit) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.who(context, this);
        }
    }

    /**
     * Push what happens to the lock {@code name}, or, if that is null, to locks whose names begin with {@code prefix}.
     *
     * @param list whether to list first those of them that are held
     */
    record Watch(@Nullable LockName name, String prefix, boolean list) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.watch(context, this);
        }
    }

    /** End a watch of this connection. */
    record Unwatch(int id) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.unwatch(context, this);
        }
    }

    /** Break a grant. {@code number} is {@code req=}. */
    record Force(LockName name, long token, String reason, String operator, long number) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.force(context, this);
        }
    }

    /** List at most {@code limit} audit records numbered above {@code after}. */
    record Audit(long after, int limit) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.audit(context, this);
        }
    }

    /**
     * Say who owns the lock.
     *
     * @param sync whether the answer must be linearizable; otherwise the server's own map will do
     * @param index answer only when the server's map has reached this index
     */
    record Status(LockName name, boolean sync, long index) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.status(context, this);
        }
    }

    /**
     * List held locks in the order of their names.
     *
     * @param prefix only names that begin so; empty for all
     * @param after only names greater than this; empty for all
     * @param limit most rows wanted, from 1
     */
    record List(String prefix, String after, int limit) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.list(context, this);
        }
    }

    /** Say who the client is. */
    record WhoAmI() implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.whoAmI(context, this);
        }
    }

    /** Describe the server. */
    record Info() implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.info(context, this);
        }
    }

    /** List the servers. */
    record Nodes() implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.nodes(context, this);
        }
    }

    /**
     * Answer PONG with the same value; empty if none was given.
     *
     * @param confirm whether to answer only when a leader has confirmed the renewal that this line is
     */
    record Ping(String value, boolean confirm) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.ping(context, this);
        }
    }

    /** The client's answer to a PING push. Gets no reply. */
    record Pong(String value) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.pong(context, this);
        }
    }

    /** Describe one verb, or all if {@code verb} is null. */
    record Help(@Nullable Verb verb) implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.help(context, this);
        }
    }

    /** End the session and close. */
    record Quit() implements Request {
        @Override
        public <C> void accept(Handler<C> handler, C context) {
            handler.quit(context, this);
        }
    }

    /** Which session to take up again, and the secret that allows it. */
    record Resume(long session, SessionKey key) {}
}
