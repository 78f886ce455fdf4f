package io.lockstep.follower.session;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.RequestId;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.lock.Session;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequest;
import org.jspecify.annotations.Nullable;

/**
 * The session of one client connection. A connection starts without a session; one is opened or resumed through the log
 * and lasts until the session or the connection ends. Loop thread only.
 */
public final class LocalSession {

    /** The stage of the session. */
    private enum Stage {
        NONE,
        OPENING,
        OPEN,
        ENDED
    }

    private static final SessionKey NO_KEY = new SessionKey(0, 0);

    private final LocalSessions sessions;
    private final SessionConnection connection;
    private final RequestNumbers numbers = new RequestNumbers();
    private Stage stage = Stage.NONE;
    private long number;
    private long generation;
    private int clientId;
    private SessionKey key = NO_KEY;
    private long ttlMillis;
    private boolean resumable;
    private String label = "";
    private @Nullable Long lineWhileOpeningNanos;

    /** A connection without a session yet. */
    public LocalSession(LocalSessions sessions, SessionConnection connection) {
        this.sessions = sessions;
        this.connection = connection;
    }

    SessionConnection connection() {
        return connection;
    }

    /** Whether the connection has had no session so far and is not opening one. */
    public boolean isNone() {
        return stage == Stage.NONE;
    }

    /** Whether an entry that opens or resumes the session is in progress. */
    public boolean isOpening() {
        return stage == Stage.OPENING;
    }

    /** Whether the session is open on this connection. */
    public boolean isOpen() {
        return stage == Stage.OPEN;
    }

    /** Whether the session is open and its client can resume it at another server. */
    public boolean isResumable() {
        return isOpen() && resumable;
    }

    /** The session's number, which is never reused; 0 before it is open. */
    public long number() {
        return number;
    }

    /** The session's generation; it increases each time the session is resumed. */
    public long generation() {
        return generation;
    }

    /** The client id that other clients see. */
    public int clientId() {
        return clientId;
    }

    /** The secret that allows a client to resume the session. */
    public SessionKey key() {
        return key;
    }

    /** The TTL of the session's lease. */
    public long ttlMillis() {
        return ttlMillis;
    }

    /** The numbers of the session's requests on this connection. */
    public RequestNumbers numbers() {
        return numbers;
    }

    /** The id of the session's request with this number. */
    public RequestId requestId(long requestNumber) {
        return new RequestId(number, generation, requestNumber, 0);
    }

    /**
     * Opens a session that ends with this connection, unless one is open or being opened.
     *
     * @param operator whether it is for a request of an operator
     */
    public void openIfNone(boolean operator) {
        if (stage == Stage.NONE) {
            open(ProtocolLimits.TTL_MILLIS_DEFAULT, false, operator);
        }
    }

    /**
     * Opens a session that outlives the connection, or resumes one.
     *
     * @throws IllegalStateException if the connection has a session
     */
    public void hello(Request.Hello hello) {
        if (stage != Stage.NONE) {
            throw new IllegalStateException("HELLO comes before any session");
        }
        label = hello.label();
        Request.Resume resume = hello.resume();
        if (resume == null) {
            open(
                    hello.ttlMillis() == 0 ? ProtocolLimits.TTL_MILLIS_DEFAULT : hello.ttlMillis(),
                    true,
                    hello.operator());
        } else {
            resume(resume);
        }
    }

    private void open(long ttl, boolean outlivesConnection, boolean operator) {
        stage = Stage.OPENING;
        resumable = outlivesConnection;
        key = sessions.newKey();
        submit(new Command.OpenSession(
                key,
                sessions.home(),
                connection.clientAddress(),
                label,
                ttl,
                outlivesConnection,
                connection.user(),
                operator));
    }

    private void resume(Request.Resume resume) {
        stage = Stage.OPENING;
        resumable = true;
        key = resume.key();
        submit(new Command.ResumeSession(
                resume.session(),
                key,
                sessions.newAttempt(),
                0,
                sessions.home(),
                connection.clientAddress(),
                connection.user()));
    }

    private void submit(Command command) {
        sessions.pending().submit(command, new Opening(command, sessions.nanoTime()));
    }

    private void opened(Opening opening, Outcome outcome) {
        CommandResult result = outcome instanceof Outcome.Decided decided ? decided.result() : null;
        if (result instanceof CommandResult.TakenOver && !connection.isClosed()) {
            submit(opening.command);
            return;
        }
        stage = Stage.NONE;
        if (result instanceof CommandResult.SessionOpened opened) {
            bind(opened, opening.sentNanos);
        }
        connection.sessionSettled(outcome);
    }

    private void bind(CommandResult.SessionOpened opened, long sentNanos) {
        number = opened.session();
        generation = opened.generation();
        clientId = opened.clientId();
        Session session = sessions.inMap(number);
        if (connection.isClosed()) {
            stage = Stage.ENDED;
            if (resumable) {
                sessions.disconnected(this);
            }
            closeUnlessResumable();
        } else if (session == null || session.generation() != generation) {
            stage = Stage.ENDED;
        } else {
            stage = Stage.OPEN;
            ttlMillis = session.ttlMillis();
            numbers.startAfter(session.newestRequest(), generation);
            sessions.bound(this);
            if (resumable) {
                sessions.renewals().watch(number, sentNanos);
                if (lineWhileOpeningNanos != null) {
                    sessions.renewals().renew(number, lineWhileOpeningNanos);
                }
            }
        }
    }

    /** The command that ends the session; null if it is not open. */
    public Command.@Nullable CloseSession closing() {
        return stage == Stage.OPEN ? new Command.CloseSession(number, generation) : null;
    }

    /**
     * Records a line of the client, which is a renewal. While the session is being opened it counts once it is open.
     */
    public void renew() {
        if (stage == Stage.OPENING) {
            lineWhileOpeningNanos = sessions.nanoTime();
        } else if (stage == Stage.OPEN && resumable) {
            sessions.renewals().renew(number, sessions.nanoTime());
        }
    }

    /** The session is over for this connection: it has ended, or was resumed elsewhere. */
    public void ended() {
        if (stage == Stage.OPEN) {
            release();
            sessions.renewals().forget(number);
        }
    }

    /** Ends the session for this connection, tells the client why, and closes the connection. */
    void over(String reason, String message) {
        ended();
        connection.bye(reason, message);
    }

    /** The connection is closed. A session without HELLO ends with it. */
    public void connectionClosed() {
        if (stage == Stage.OPEN) {
            release();
            sessions.renewals().unwatch(number);
            if (resumable) {
                sessions.disconnected(this);
            }
            closeUnlessResumable();
        }
    }

    /** Ends the wait of one of the session's requests, if the session does not end with the connection anyway. */
    public void cancelWait(long request) {
        if (resumable) {
            sessions.pending().submitUntilDecided(new Command.CancelWait(number, generation, request));
        }
    }

    private void closeUnlessResumable() {
        if (!resumable) {
            sessions.pending().submitUntilDecided(new Command.CloseSession(number, generation));
        }
    }

    private void release() {
        stage = Stage.ENDED;
        sessions.unbound(this);
    }

    /** The pending request that opens or resumes the session. */
    private final class Opening extends PendingRequest {
        private final Command command;
        private final long sentNanos;

        Opening(Command command, long sentNanos) {
            this.command = command;
            this.sentNanos = sentNanos;
        }

        @Override
        protected void decided(Outcome outcome) {
            opened(this, outcome);
        }
    }
}
