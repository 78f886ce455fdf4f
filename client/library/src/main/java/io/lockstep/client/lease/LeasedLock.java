package io.lockstep.client.lease;

import io.lockstep.client.api.LockServiceUnavailableException;
import io.lockstep.client.api.OutcomeUnknownException;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;

/**
 * A lock that is held under a lease of its own. Safe for any thread; methods that ask the cluster block and throw as
 * those of {@link LeasedLocks} do. The fencing token guards a resource also against a holder that was paused beyond its
 * lease.
 */
public final class LeasedLock {

    private final ClientSession session;
    private final String name;
    private final long token;
    private final String key;
    private long fromNanos;
    private Duration lease;

    LeasedLock(ClientSession session, String name, long token, String key, long fromNanos, Duration lease) {
        this.session = session;
        this.name = name;
        this.token = token;
        this.key = key;
        this.fromNanos = fromNanos;
        this.lease = lease;
    }

    /** Returns the name of the lock. */
    public String name() {
        return name;
    }

    /** Returns the fencing token of the grant. */
    public long token() {
        return token;
    }

    /** Returns the key: who has it, in any process, may extend and release the lock. */
    public String key() {
        return key;
    }

    /**
     * Returns how long the lease lasts at least, counted from the moment when the request for it was sent; zero if it
     * may be over.
     */
    public synchronized Duration remaining() {
        Duration left = lease.minusNanos(System.nanoTime() - fromNanos);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /**
     * Makes the lease run for this long from now on, also if that is shorter.
     *
     * @return false if the grant has ended
     */
    public boolean extend(Duration newLease) throws InterruptedException {
        long sentNanos = System.nanoTime();
        ServerLine reply = reply(session, about(Verb.EXTEND).with("lease", text(newLease)));
        boolean done = isDone(reply);
        synchronized (this) {
            fromNanos = sentNanos;
            lease = done
                    ? Duration.ofMillis(Durations.parseMillis(reply.options().getOrDefault("lease", "0s")))
                    : Duration.ZERO;
        }
        return done;
    }

    /**
     * Releases the lock.
     *
     * @return false if the grant had ended before
     */
    public boolean release() throws InterruptedException {
        return release(Duration.ZERO);
    }

    /**
     * Releases the lock, which then stays blocked for this long, at most 24 hours.
     *
     * @return false if the grant had ended before
     */
    public boolean release(Duration hold) throws InterruptedException {
        boolean done = isDone(reply(session, about(Verb.RELEASE).with("hold", Durations.format(hold.toMillis()))));
        synchronized (this) {
            lease = Duration.ZERO;
        }
        return done;
    }

    private Call about(Verb verb) {
        return Call.of(verb, name).with("token", token).with("key", key);
    }

    private static boolean isDone(ServerLine reply) {
        ErrorCode code = reply.errorCode().orElse(null);
        if (code == ErrorCode.NOT_HELD || code == ErrorCode.NOT_OWNER || code == ErrorCode.STALE_TOKEN) {
            return false;
        }
        if (code != null) {
            throw new LeaseRefusedException(code.name(), reply.message());
        }
        return true;
    }

    /** Returns the reply of a server, which may be a refusal. */
    static ServerLine reply(ClientSession session, Call call) throws InterruptedException {
        CallOutcome outcome = session.call(call);
        String what = call.verb() + " of " + LineSyntax.quoted(call.name());
        if (outcome instanceof CallOutcome.NotDone notDone) {
            throw new LockServiceUnavailableException(what + ": " + notDone.why() + "; nothing was done");
        }
        if (outcome instanceof CallOutcome.Unknown unknown) {
            throw new OutcomeUnknownException(what + ": " + unknown.why() + "; repeat it with the same key");
        }
        ServerLine reply = ((CallOutcome.Answered) outcome).reply().line();
        ErrorCode.Kind kind = reply.errorCode().map(ErrorCode::kind).orElse(ErrorCode.Kind.FINAL);
        return switch (kind) {
            case FINAL -> reply;
            case RETRY_SAFE ->
                throw new LockServiceUnavailableException(what + ": " + reply.message() + "; nothing was done");
            case OUTCOME_UNKNOWN -> throw new OutcomeUnknownException(what + ": " + reply.message());
        };
    }

    /** Returns a lease as the protocol has it. */
    static String text(Duration lease) {
        return lease.compareTo(LeasedLocks.LONGEST) == 0 ? "max" : Durations.format(lease.toMillis());
    }

    /** Does not tell the key. */
    @Override
    public String toString() {
        return LineSyntax.quoted(name) + " token " + token;
    }
}
