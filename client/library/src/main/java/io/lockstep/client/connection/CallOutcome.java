package io.lockstep.client.connection;

/** What became of a request: a server answered it, it certainly was not done, or nobody can say. */
public sealed interface CallOutcome {

    /** A server answered: it did the request, or refused it. */
    record Answered(Reply reply) implements CallOutcome {}

    /** No server has it and none will do it. {@code why} is a clause fit for the user. */
    record NotDone(String why) implements CallOutcome {}

    /** It was sent and may have been done, or may yet be. {@code why} is a clause fit for the user. */
    record Unknown(String why) implements CallOutcome {}
}
