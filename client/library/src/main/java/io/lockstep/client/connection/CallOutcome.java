package io.lockstep.client.connection;

import java.util.Optional;

/** The outcome of a request: a server answered it, it certainly had no effect, or that is unknown. */
public sealed interface CallOutcome {

    /** A server answered: it did the request, or refused it. */
    record Answered(Reply reply) implements CallOutcome {}

    /** No server has received it or will execute it. {@code why} is a clause for the user. */
    record NotDone(String why) implements CallOutcome {}

    /** It was sent, and may take or have taken effect. {@code why} is a clause for the user. */
    record Unknown(String why) implements CallOutcome {}

    /** The reply, if a server did the request. */
    default Optional<Reply> success() {
        return this instanceof Answered answered && answered.reply().ok()
                ? Optional.of(answered.reply())
                : Optional.empty();
    }
}
