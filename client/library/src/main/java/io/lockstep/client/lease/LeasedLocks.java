package io.lockstep.client.lease;

import io.lockstep.client.api.LockClientSettings;
import io.lockstep.client.api.LockServiceUnavailableException;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionListener;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Takes locks with a lease of their own. Such a lock stays held until its lease is over, whatever becomes of this
 * process, and does not count among the locks of a client. Safe for any thread. Calls block for at most the timeout of
 * the settings.
 *
 * <p>Every method that asks the cluster throws {@link LockServiceUnavailableException} if no server could do it, {@link
 * io.lockstep.client.api.OutcomeUnknownException} if it may have been done, and {@link LeaseRefusedException} if the
 * cluster refuses it for another reason than that the lock is not free.
 */
public final class LeasedLocks implements AutoCloseable {

    /** Asks for the longest lease that the cluster allows. */
    public static final Duration LONGEST = ChronoUnit.FOREVER.getDuration();

    private static final int KEY_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final ClientSession session;

    private LeasedLocks(ClientSession session) {
        this.session = session;
    }

    /**
     * Connects and opens a session.
     *
     * @throws LockServiceUnavailableException if no server opened a session in time
     */
    public static LeasedLocks connect(LockClientSettings settings) throws InterruptedException {
        ClientSession session = new ClientSession(settings.session(), SessionListener.NONE, settings.threads());
        boolean opened = false;
        try {
            if (session.open() instanceof CallOutcome.NotDone notDone) {
                throw new LockServiceUnavailableException("no server opened a session: " + notDone.why());
            }
            opened = true;
            return new LeasedLocks(session);
        } finally {
            if (!opened) {
                session.close();
            }
        }
    }

    /**
     * Takes the lock if it is free.
     *
     * @param lease from one second to the longest of the cluster; {@link #LONGEST} for that
     * @return empty if the lock is held or blocked, or if others wait for it
     */
    public Optional<LeasedLock> tryLease(String name, Duration lease) throws InterruptedException {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return tryLease(name, lease, HexFormat.of().formatHex(key));
    }

    /**
     * Takes the lock if it is free, or if the grant in force has this key: that is then the result, with its own lease.
     * So a call of unknown outcome may be repeated with its key.
     *
     * @param key 1 to 255 bytes of UTF-8 without control characters; a secret of those who may extend and release
     */
    public Optional<LeasedLock> tryLease(String name, Duration lease, String key) throws InterruptedException {
        long sentNanos = System.nanoTime();
        Call lock =
                Call.of(Verb.LOCK, name).with("lease", LeasedLock.text(lease)).with("key", key);
        ServerLine reply = LeasedLock.reply(session, lock);
        ErrorCode code = reply.errorCode().orElse(null);
        if (code == ErrorCode.HELD || code == ErrorCode.DELAYED) {
            return Optional.empty();
        }
        if (code != null) {
            throw new LeaseRefusedException(code.name(), reply.message());
        }
        long leaseMillis = Durations.parseMillis(reply.options().getOrDefault("lease", "0s"));
        return Optional.of(new LeasedLock(
                session, name, reply.number("token", 0), key, sentNanos, Duration.ofMillis(leaseMillis)));
    }

    /**
     * Returns a lock that another process took, to be extended or released. Asks no server; {@link
     * LeasedLock#remaining} is zero before it is extended.
     */
    public LeasedLock of(String name, long token, String key) {
        return new LeasedLock(session, name, token, key, System.nanoTime(), Duration.ZERO);
    }

    /** Ends the session. Locks stay held until their leases are over. */
    @Override
    public void close() {
        session.close();
    }
}
