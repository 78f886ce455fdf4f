package io.lockstep.follower.client;

import io.lockstep.common.command.RequestId;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Request;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.forwarding.Outcome;
import io.lockstep.follower.forwarding.PendingRequest;
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
 * The conversation finds what needs a session, {@code PendingRequests} what is on its way, {@link LocksUnderWay} a LOCK in
 * any state before the last.
 */
public final class ClientRequest extends PendingRequest {

    /** How far the request is. */
    enum State {
        /** Parsed, and begun. */
        NEW,

        /** Waits until the connection's session is open. */
        NEEDS_SESSION,

        /** Before the leader, or waiting for one. */
        ON_ITS_WAY,

        /** A LOCK in the wait queue of what it asks for. */
        QUEUED,

        /** The reply is written. */
        ANSWERED
    }

    private final Conversation conversation;
    private final String tag;
    private final boolean inOrder;
    private final Request request;
    private State state = State.NEW;
    private @Nullable Consumer<Outcome> whenDecided;
    private @Nullable RequestId id;
    private boolean retriesUnknown;
    private boolean refused;
    private List<Runnable> onceSettled = List.of();

    /** @param inOrder whether the next such request begins only when this one has its reply */
    ClientRequest(Conversation conversation, String tag, boolean inOrder, Request request) {
        this.conversation = conversation;
        this.tag = tag;
        this.inOrder = inOrder;
        this.request = request;
    }

    Conversation conversation() {
        return conversation;
    }

    LocalSession session() {
        return conversation.session();
    }

    /** With its {@code #}; empty for an untagged request. */
    String tag() {
        return tag;
    }

    boolean inOrder() {
        return inOrder;
    }

    /** What the client asks. */
    Request request() {
        return request;
    }

    boolean isQueued() {
        return state == State.QUEUED;
    }

    boolean isAnswered() {
        return state == State.ANSWERED;
    }

    /** Whether the request has waited for the connection's session. */
    boolean neededSession() {
        return state == State.NEEDS_SESSION;
    }

    void needsSession() {
        state = State.NEEDS_SESSION;
    }

    /**
     * The request has its number, and nothing but its outcome is missing.
     *
     * @param isRetryOfUnknown whether the client was told that the outcome of an earlier sending is unknown
     */
    void numbered(RequestId newId, boolean isRetryOfUnknown) {
        id = newId;
        retriesUnknown = isRetryOfUnknown;
    }

    /** The name under which the leader decides the request. */
    RequestId id() {
        if (id == null) {
            throw new IllegalStateException("the request has no number yet");
        }
        return id;
    }

    /** The number within the session; the one that the client chose, or 0, while the server has given none. */
    long numberInSession() {
        if (id != null) {
            return id.number();
        }
        return request instanceof Request.Lock lock ? lock.number() : 0;
    }

    boolean retriesUnknown() {
        return retriesUnknown;
    }

    /** The leader is asked. {@code then} gets the outcome. */
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

    /** The LOCK waits in the queue. It no longer counts among the requests that the client has in flight. */
    void queued() {
        conversation.queued(this);
        state = State.QUEUED;
        settled();
    }

    /** The LOCK was refused, which is in no log: nothing of it is left that could be cancelled. */
    void markRefused() {
        refused = true;
    }

    boolean isRefused() {
        return refused;
    }

    /** Runs {@code then} as soon as the request is queued or answered, which may be now. */
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

    /** Begins a row; {@link #send} it before the reply. */
    Line row() {
        return Line.row(tag);
    }

    void send(Line row) {
        conversation.channel().send(row.text());
    }

    /** Sends what is no part of the reply. */
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
        return Line.error(tag, code);
    }

    /** Writes the reply. The conversation goes on to its next request at the end of the turn. */
    void reply(Line line) {
        if (state == State.ANSWERED) {
            throw new IllegalStateException("a second reply: " + line);
        }
        boolean wasQueued = state == State.QUEUED;
        state = State.ANSWERED;
        conversation.replied(this, wasQueued, line);
        settled();
    }

    /** Replies with an error that has no more to it than its text. */
    void refuse(ErrorCode code, String message) {
        reply(error(code).message(message));
    }
}
