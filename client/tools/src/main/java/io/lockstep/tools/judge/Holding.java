package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;

/**
 * The holder of the lock at one point of an order.
 *
 * @param owner the session; empty if the lock is free or the holder is not known
 * @param token the token, if it is known
 * @param candidates for an anonymous hold, the number of acquires that may have made it
 */
record Holding(Kind kind, String owner, long token, int candidates) {

    enum Kind {
        FREE,
        /** Held by a grant that a client saw. */
        GRANTED,
        /** Held by an acquire without an answer; no client has seen the token so far. */
        UNSEEN,
        /**
         * Held by an acquire without an answer, of a session without any effect that others see: it makes no difference
         * which one.
         */
        ANONYMOUS
    }

    static final Holding FREE = new Holding(Kind.FREE, "", Operation.NO_TOKEN, 0);

    static Holding granted(String owner, long token) {
        return new Holding(Kind.GRANTED, owner, token, 0);
    }

    static Holding unseen(String owner) {
        return new Holding(Kind.UNSEEN, owner, Operation.NO_TOKEN, 0);
    }

    static Holding anonymous(int candidates) {
        return new Holding(Kind.ANONYMOUS, "", Operation.NO_TOKEN, candidates);
    }

    boolean isFree() {
        return kind == Kind.FREE;
    }

    boolean isBy(String client) {
        return (kind == Kind.GRANTED || kind == Kind.UNSEEN) && owner.equals(client);
    }

    /** This without the number of candidates, to compare holdings that differ only in that. */
    Holding group() {
        return candidates == 0 ? this : anonymous(0);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FREE -> "free";
            case GRANTED -> "held by " + owner + " with token " + token;
            case UNSEEN -> "held by " + owner + " with an unseen token";
            case ANONYMOUS -> "held by an acquire that was never answered";
        };
    }
}
