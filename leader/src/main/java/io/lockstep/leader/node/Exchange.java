package io.lockstep.leader.node;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;

/** One request of a client, from the line that brought it to its one reply. */
final class Exchange {

    private final Conversation conversation;
    private final String tag;
    private final boolean inOrder;
    private boolean parked;
    private boolean replied;

    /** @param inOrder whether the next such request is begun only when this one has its reply */
    Exchange(Conversation conversation, String tag, boolean inOrder) {
        this.conversation = conversation;
        this.tag = tag;
        this.inOrder = inOrder;
    }

    Conversation conversation() {
        return conversation;
    }

    /** With its {@code #}; empty for an untagged request. */
    String tag() {
        return tag;
    }

    boolean inOrder() {
        return inOrder;
    }

    /** The request may wait for long: it counts no more among those that the client has in flight. */
    void parked() {
        parked = true;
        conversation.parked(this);
    }

    boolean isParked() {
        return parked;
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

    /** Sends the reply, after which the connection goes on to its next request. */
    void reply(Line line) {
        if (replied) {
            throw new IllegalStateException("a second reply: " + line);
        }
        replied = true;
        conversation.replied(this, line);
    }

    /** Replies with an error that has no more to it than its text. */
    void refuse(ErrorCode code, String message) {
        reply(error(code).message(message));
    }
}
