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

/** One request that a client sent, and what it heard of it. Times are simulated microseconds. */
public final class Call {

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
     * @param tag with its {@code #}; empty for none
     * @param session number of the session that the client took up on this connection with HELLO; 0 without
     */
    public Call(Contact contact, Ask ask, String tag, long session, long askedMicros) {
        this.contact = contact;
        this.ask = ask;
        this.tag = tag;
        this.session = session;
        this.askedMicros = askedMicros;
    }

    public void row(ServerLine row) {
        rows.add(row);
    }

    /** The server said that it is queued. */
    public void queued(ServerLine push) {
        queued.add(push);
    }

    public void answered(ServerLine reply, long micros) {
        if (replies.isEmpty()) {
            answeredMicros = micros;
        }
        replies.add(reply);
    }

    public Contact contact() {
        return contact;
    }

    public Ask ask() {
        return ask;
    }

    /** With its {@code #}; empty if it has none. */
    public String tag() {
        return tag;
    }

    public long session() {
        return session;
    }

    public long askedMicros() {
        return askedMicros;
    }

    /** When the client had its answer; the end of time if it never had one. */
    public long answeredMicros() {
        return answeredMicros;
    }

    /** What the server said of its place in the queue. */
    public List<ServerLine> queued() {
        return queued;
    }

    public List<ServerLine> rows() {
        return rows;
    }

    /** Every reply that came; there should be one at most. */
    public List<ServerLine> replies() {
        return replies;
    }

    public boolean isAnswered() {
        return !replies.isEmpty();
    }

    public ServerLine reply() {
        return replies.get(0);
    }

    public boolean isOk() {
        return isAnswered() && reply().kind() == ServerLine.Kind.OK;
    }

    /** The code of the error it was answered with; null if it was answered otherwise or not at all. */
    public @Nullable ErrorCode error() {
        Optional<ErrorCode> code = isAnswered() ? reply().errorCode() : Optional.empty();
        return code.orElse(null);
    }

    /** Whether the client was told, as far as the protocol goes, that this request had no effect. */
    public boolean isWithoutEffect() {
        ErrorCode code = error();
        return code != null && code.kind() != ErrorCode.Kind.OUTCOME_UNKNOWN;
    }

    /** Whether the client does not know what became of it. */
    public boolean isUnknown() {
        return !isAnswered() || error() == ErrorCode.OUTCOME_UNKNOWN;
    }

    /**
     * In whose name its number counts: that of the session, or of the connection that the session lives by. A number means
     * the same request in each of its copies.
     */
    public String scope() {
        return session == 0 ? contact.address() : Long.toString(session);
    }

    /** The place in the log that the answer names; 0 if it names none. */
    public long index() {
        return isAnswered() ? reply().number("index", 0) : 0;
    }

    public long token() {
        return isAnswered() ? reply().number("token", 0) : 0;
    }

    /** How long ago the last confirmed renewal was, by a PONG; −1 if this is none, or it names none. */
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
