package io.lockstep.common.protocol;

import io.lockstep.common.lock.LockMode;
import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.SessionKey;
import org.jspecify.annotations.Nullable;

/** What a client asks, one record for each {@link Verb}. A number that the client did not give is 0. */
public sealed interface Request {

    /**
     * Open a session, or take one up again.
     *
     * @param ttlMillis the lease asked for, in milliseconds, brought within the bounds of {@link ProtocolLimits}; 0 if not given
     * @param label the client's name for itself, for logs and WHOAMI; empty if not given
     * @param resume the session to take up again; null to open a new one
     * @param index answer only when the server's map has reached this index
     */
    record Hello(long ttlMillis, String label, @Nullable Resume resume, long index) implements Request {}

    /**
     * Take locks, all or none.
     *
     * @param names at least one, without repetition
     * @param waitMillis how long to stand in line; 0 for not at all
     * @param delayMillis for how long the locks stay blocked if the grant ends by expiry or by force
     * @param number {@code req=}
     */
    record Lock(java.util.List<LockName> names, LockMode mode, long waitMillis, long delayMillis, long number)
            implements Request {}

    /**
     * Release locks, all or none.
     *
     * @param names at least one, without repetition
     * @param token the grant meant; 0 for whichever there is
     * @param number {@code req=}
     */
    record Release(java.util.List<LockName> names, long token, long number) implements Request {}

    /**
     * End a LOCK that waits: with this tag on this connection, or of this number, or else the untagged one.
     *
     * @param tag with its {@code #}; empty if not given
     * @param number {@code req=} of the LOCK
     */
    record Cancel(String tag, long number) implements Request {}

    /** List who holds a lock and who waits for it, at most {@code limit} rows. */
    record Who(LockName name, int limit) implements Request {}

    /** Push what happens to the lock {@code name}, or, if that is null, to locks whose names begin with {@code prefix}. */
    record Watch(@Nullable LockName name, String prefix) implements Request {}

    /** End a watch of this connection. */
    record Unwatch(int id) implements Request {}

    /** Break a grant. {@code number} is {@code req=}. */
    record Force(LockName name, long token, String reason, String operator, long number) implements Request {}

    /** List at most {@code limit} audit records numbered above {@code after}. */
    record Audit(long after, int limit) implements Request {}

    /**
     * Say who owns the lock.
     *
     * @param sync whether the answer must be linearizable; otherwise the server's own map will do
     * @param index answer only when the server's map has reached this index
     */
    record Status(LockName name, boolean sync, long index) implements Request {}

    /**
     * List held locks in the order of their names.
     *
     * @param prefix only names that begin so; empty for all
     * @param after only names greater than this; empty for all
     * @param limit most rows wanted, from 1
     */
    record List(String prefix, String after, int limit) implements Request {}

    /** Say who the client is. */
    record WhoAmI() implements Request {}

    /** Describe the server. */
    record Info() implements Request {}

    /** List the servers. */
    record Nodes() implements Request {}

    /** Answer PONG with the same value; empty if none was given. */
    record Ping(String value) implements Request {}

    /** The client's answer to a PING push. Gets no reply. */
    record Pong(String value) implements Request {}

    /** Describe one verb, or all if {@code verb} is null. */
    record Help(@Nullable Verb verb) implements Request {}

    /** End the session and close. */
    record Quit() implements Request {}

    /** Which session to take up again, and the secret that allows it. */
    record Resume(long session, SessionKey key) {}
}
