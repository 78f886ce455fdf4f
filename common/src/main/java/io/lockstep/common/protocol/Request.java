package io.lockstep.common.protocol;

import io.lockstep.common.lock.LockName;
import io.lockstep.common.lock.SessionKey;
import org.jspecify.annotations.Nullable;

/** What a client asks, one record for each {@link Verb}. A number that the client did not give is 0. */
public sealed interface Request {

    /**
     * Open a session, or take one up again.
     *
     * @param ttlMillis the lease asked for, in milliseconds, within the bounds of {@link ProtocolLimits}; 0 if not given
     * @param label the client's name for itself, for logs and WHOAMI; empty if not given
     * @param resume the session to take up again; null to open a new one
     * @param index answer only when the server's map has reached this index
     */
    record Hello(long ttlMillis, String label, @Nullable Resume resume, long index) implements Request {}

    /** Take the lock if nobody holds it. {@code waitMillis} is 0 for now; {@code number} is {@code req=}. */
    record Lock(LockName name, long waitMillis, long number) implements Request {}

    /** Release a lock. {@code token} is the grant meant, 0 for whichever there is; {@code number} is {@code req=}. */
    record Release(LockName name, long token, long number) implements Request {}

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
