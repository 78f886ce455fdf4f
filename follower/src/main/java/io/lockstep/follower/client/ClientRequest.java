package io.lockstep.follower.client;

import io.lockstep.common.command.RequestId;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequest;
import io.lockstep.follower.metrics.RequestMetrics;
import io.lockstep.follower.session.LocalSession;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request of a client, from the line that brought it to its one reply.
 *
 * <pre>
 *     NEW ──▶ NEEDS_SESSION ──▶ ON_ITS_WAY ──▶ QUEUED ──▶ ANSWERED
 *      └────────────┴───────────────┴─────────────────────▲
 * </pre>
 *
 * <p>The conversation finds requests in NEEDS_SESSION, {@code PendingRequests} those in ON_ITS_WAY, and {@link
 * LocksUnderWay} a LOCK in any state but ANSWERED.
 */
final class ClientRequest extends PendingRequest {

    /** The state of the request. */
    enum State {
        /** Parsed and started. */
        NEW,

        /** Waits for the connection's session to open. */
        NEEDS_SESSION,

        /** Sent to the leader, or waits for a leader. */
        ON_ITS_WAY,

        /** A LOCK in a wait queue of the lock map. */
        QUEUED,

        /** The reply is written. */
        ANSWERED
    }

    private final Conversation conversation;
    private final String tag;
    private final boolean inOrder;
    private final Request request;
    private final int bytes;
    private final RequestMetrics metrics;
    private long sinceNanos;
    private @Nullable ErrorCode errorCode;
    private int rowLength;
    private State state = State.NEW;
    private @Nullable Consumer<Outcome> whenDecided;
    private @Nullable RequestId id;
    private boolean retriesUnknown;
    private boolean refused;
    private List<Runnable> onceSettled = List.of();

    /**
     * @param inOrder whether the next such request starts only after the reply to this one
     * @param bytes about the memory that it takes
     */
    ClientRequest(
            Conversation conversation,
            String tag,
            boolean inOrder,
            Request request,
            int bytes,
            RequestMetrics metrics) {
        this.conversation = conversation;
        this.tag = tag;
        this.inOrder = inOrder;
        this.request = request;
        this.bytes = bytes;
        this.metrics = metrics;
        this.sinceNanos = metrics.begun();
    }

    Conversation conversation() {
        return conversation;
    }

    LocalSession session() {
        return conversation.session();
    }

    /** Who the audit says has done it: the user, if the client is one, and the name that it gave. */
    String operator(String given) {
        String user = conversation.user();
        return user.isEmpty() || given.isEmpty() ? user + given : user + " (" + given + ")";
    }

    /** The tag with its {@code #}; empty for an untagged request. */
    String tag() {
        return tag;
    }

    boolean inOrder() {
        return inOrder;
    }

    /** The request as parsed. */
    Request request() {
        return request;
    }

    boolean isQueued() {
        return state == State.QUEUED;
    }

    boolean isAnswered() {
        return state == State.ANSWERED;
    }

    /** Whether the request had to wait for the connection's session. */
    boolean neededSession() {
        return state == State.NEEDS_SESSION;
    }

    void needsSession() {
        state = State.NEEDS_SESSION;
    }

    /**
     * Gives the request its number. Only its outcome is missing now.
     *
     * @param isRetryOfUnknown whether an earlier attempt of this request was answered with an unknown outcome
     */
    void numbered(RequestId newId, boolean isRetryOfUnknown) {
        id = newId;
        retriesUnknown = isRetryOfUnknown;
    }

    /** The request id, under which the leader decides. */
    RequestId id() {
        if (id == null) {
            throw new IllegalStateException("the request has no number yet");
        }
        return id;
    }

    /** The number within the session. Before the server assigns one: the number the client chose, or 0. */
    long numberInSession() {
        if (id != null) {
            return id.number();
        }
        return request instanceof Request.Lock lock ? lock.number() : 0;
    }

    boolean retriesUnknown() {
        return retriesUnknown;
    }

    /** Marks the request as sent to the leader; {@code then} receives the outcome. */
    ClientRequest sentTo(Consumer<Outcome> then) {
        state = State.ON_ITS_WAY;
        whenDecided = then;
        return this;
    }

    @Override
    protected void decided(Outcome outcome) {
        if (whenDecided == null) {
            throw new IllegalStateException("no outcome is expected");
        }
        whenDecided.accept(outcome);
    }

    /** Marks the LOCK as queued. It no longer counts against the client's requests in flight. */
    void queued() {
        conversation.queued(this);
        sinceNanos = metrics.queued(request, sinceNanos);
        state = State.QUEUED;
        settled();
    }

    /** Marks the LOCK as refused. A refusal is in no log, so there is nothing to cancel. */
    void markRefused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** Runs {@code then} once the request is queued or answered; at once if it already is. */
    void whenSettled(Runnable then) {
        if (state == State.QUEUED || state == State.ANSWERED) {
            then.run();
        } else {
            if (onceSettled.isEmpty()) {
                onceSettled = new ArrayList<>(1);
            }
            onceSettled.add(then);
        }
    }

    private void settled() {
        List<Runnable> due = onceSettled;
        onceSettled = List.of();
        due.forEach(Runnable::run);
    }

    /** A new row. {@link #send} it before the reply. */
    Line row() {
        return Line.row(tag);
    }

    void send(Line row) {
        String text = row.text();
        rowLength += text.length();
        conversation.channel().send(text);
    }

    /** Whether the rows so far are short enough for one more. The reply then says that there are more. */
    boolean hasRoomForRow() {
        return rowLength
                < (request instanceof Request.Watch
                        ? ProtocolLimits.WATCH_ROWS_LENGTH_MAX
                        : ProtocolLimits.ROWS_LENGTH_MAX);
    }

    /** About the memory that the request takes. */
    int bytes() {
        return bytes;
    }

    /** Sends a line that is not part of the reply. */
    void push(Line line) {
        conversation.push(line);
    }

    Line ok(Verb verb) {
        return Line.ok(tag, verb);
    }

    Line pong() {
        return Line.pong(tag);
    }

    Line error(ErrorCode code) {
        errorCode = code;
        return Line.error(tag, code);
    }

    /** Writes the reply. The conversation starts its next request at the end of the turn. */
    void reply(Line line) {
        if (state == State.ANSWERED) {
            throw new IllegalStateException("a second reply: " + line);
        }
        boolean wasQueued = state == State.QUEUED;
        state = State.ANSWERED;
        metrics.answered(request, errorCode, wasQueued, sinceNanos);
        conversation.replied(this, wasQueued, line);
        settled();
    }

    /** Replies with an error code and a message. */
    void refuse(ErrorCode code, String message) {
        reply(error(code).message(message));
    }
}
