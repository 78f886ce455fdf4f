package io.lockstep.tools.judge;

import io.lockstep.tools.history.Operation;

/**
 * Who may hold the lock at one point of an order.
 *
 * @param owner the session; empty if free or nobody can tell
 * @param token if it is known
 * @param candidates for an anonymous holding, how many acquires it may have come from
 */
record Holding(Kind kind, String owner, long token, int candidates) {

    enum Kind {
        FREE,
        /** By a grant that a client saw. */
        GRANTED,
        /** By an acquire that never had its answer; the token has not been seen so far. */
        UNSEEN,
        /**
         * By an acquire that never had its answer, of one of the sessions of which nothing else is ever seen: which one
         * makes no difference.
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

    /** The same but for the number of candidates, to compare those. */
    Holding group() {
        return candidates == 0 ? this : anonymous(0);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case FREE -> "free";
            case GRANTED -> "held by " + owner + " with token " + token;
            case UNSEEN -> "held by " + owner + " with a token nobody has seen";
            case ANONYMOUS -> "held by an acquire that was never answered";
        };
    }
}
