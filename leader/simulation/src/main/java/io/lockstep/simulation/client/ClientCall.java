package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request that a client sent, and the lines it received about it. Times are simulated microseconds. */
public final class ClientCall {

    private final Contact contact;
    private final Ask ask;
    private final String tag;
    private final long session;
    private final long askedMicros;
    private final List<ServerLine> rows = new ArrayList<>();
    private final List<ServerLine> replies = new ArrayList<>(1);
    private final List<ServerLine> queued = new ArrayList<>(0);
    private long answeredMicros = Long.MAX_VALUE;

    /**
     * @param tag with its {@code #}; empty if none
     * @param session number of the session that the client resumed on this connection with HELLO; 0 if none
     */
    public ClientCall(Contact contact, Ask ask, String tag, long session, long askedMicros) {
        this.contact = contact;
        this.ask = ask;
        this.tag = tag;
        this.session = session;
        this.askedMicros = askedMicros;
    }

    /** A row of the answer arrived. */
    public void row(ServerLine row) {
        rows.add(row);
    }

    /** The server reported that the request is queued. */
    public void queued(ServerLine push) {
        queued.add(push);
    }

    /** The reply arrived. */
    public void answered(ServerLine reply, long micros) {
        if (replies.isEmpty()) {
            answeredMicros = micros;
        }
        replies.add(reply);
    }

    /** Returns the connection that it was sent on. */
    public Contact contact() {
        return contact;
    }

    /** Returns the request. */
    public Ask ask() {
        return ask;
    }

    /** Returns the tag with its {@code #}; empty if it has none. */
    public String tag() {
        return tag;
    }

    /** Returns the session that the client resumed on this connection with HELLO; 0 if none. */
    public long session() {
        return session;
    }

    /** Returns when it was sent. */
    public long askedMicros() {
        return askedMicros;
    }

    /** Returns when the client got the answer; {@link Long#MAX_VALUE} if it got none. */
    public long answeredMicros() {
        return answeredMicros;
    }

    /** Returns the QUEUED pushes about this request. */
    public List<ServerLine> queued() {
        return queued;
    }

    /** Returns the rows of the answer. */
    public List<ServerLine> rows() {
        return rows;
    }

    /** Returns every reply to it; there should be at most one. */
    public List<ServerLine> replies() {
        return replies;
    }

    /** Returns whether a reply arrived. */
    public boolean isAnswered() {
        return !replies.isEmpty();
    }

    /** Returns the reply. Throws if there is none. */
    public ServerLine reply() {
        return replies.get(0);
    }

    /** Returns whether the reply is OK. */
    public boolean isOk() {
        return isAnswered() && reply().kind() == ServerLine.Kind.OK;
    }

    /** Returns the error code of the answer; null if there is no answer or no error. */
    public @Nullable ErrorCode error() {
        Optional<ErrorCode> code = isAnswered() ? reply().errorCode() : Optional.empty();
        return code.orElse(null);
    }

    /** Returns whether the answer means, by the protocol, that this request had no effect. */
    public boolean isWithoutEffect() {
        ErrorCode code = error();
        return code != null && code.kind() != ErrorCode.Kind.OUTCOME_UNKNOWN;
    }

    /** Returns whether the client does not know its outcome. */
    public boolean isUnknown() {
        return !isAnswered() || error() == ErrorCode.OUTCOME_UNKNOWN;
    }

    /**
     * Returns the scope of its number: the session, or the connection that the session ends with. All sendings of one
     * request have the same scope and number.
     */
    public String scope() {
        return session == 0 ? contact.address() : Long.toString(session);
    }

    /** Returns the index that the answer names; 0 if it names none. */
    public long index() {
        return isAnswered() ? reply().number("index", 0) : 0;
    }

    /** Returns the token that the reply names; 0 if it names none. */
    public long token() {
        return isAnswered() ? reply().number("token", 0) : 0;
    }

    /**
     * Returns the age of the last confirmed renewal that a PONG reports; -1 for any other answer, or without a renewal.
     */
    public long renewedMillis() {
        String renewed = isOk() && ask.verb() == Verb.PING ? reply().option("renewed") : null;
        return renewed == null ? -1 : Durations.parseMillis(renewed);
    }

    @Override
    public String toString() {
        String answer = isAnswered() ? Objects.toString(reply()) : "no answer";
        return contact + " \"" + ask.text("") + "\" asked at " + askedMicros + " answered at "
                + (isAnswered() ? answeredMicros : "-") + ": " + answer;
    }
}
