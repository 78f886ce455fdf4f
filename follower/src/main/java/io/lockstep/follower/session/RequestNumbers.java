package io.lockstep.follower.session;

import io.lockstep.common.command.RequestId;
import java.util.TreeMap;

/**
 * The numbers of a session's requests on one connection, and which of them have no answer yet. Its commands tell the state
 * machine up to which number the client has its answers.
 */
public final class RequestNumbers {

    /** So many requests of unknown outcome hold back "answered up to"; after that the oldest is given up. */
    private static final int UNSETTLED_MAX = 256;

    /** More than a connection ever gives out. */
    private static final long NUMBERS_PER_GENERATION = 1L << 32;

    private enum State {
        UNDER_WAY,
        OUTCOME_UNKNOWN
    }

    private final TreeMap<Long, State> unsettled = new TreeMap<>();
    private long newest;
    private long ownAbove;

    /**
     * Starts behind the numbers that the session used at earlier connections, as far as they are known. Numbers of the
     * server's own begin further on for each generation: an earlier connection may have given out more than are known here,
     * and a new request under one of those would be taken for a copy of an old one.
     */
    void startAfter(long newestKnown, long generation) {
        newest = Math.max(newest, newestKnown);
        ownAbove = (generation - 1) * NUMBERS_PER_GENERATION;
    }

    /** The next number, for a request that came without one. */
    public long next() {
        return Math.max(newest, ownAbove) + 1;
    }

    /** Whether a request of this number is under way on this connection. */
    public boolean underWay(long number) {
        return unsettled.get(number) == State.UNDER_WAY;
    }

    /** Whether the client was told that it is unknown what became of a request of this number. */
    public boolean outcomeUnknown(long number) {
        return unsettled.get(number) == State.OUTCOME_UNKNOWN;
    }

    /** Whether later requests have been made and this one is settled: it may only be a copy. */
    public boolean isPast(long number) {
        return number < newest && !unsettled.containsKey(number);
    }

    /** Begins a request and names it. */
    public RequestId begin(long session, long generation, long number) {
        newest = Math.max(newest, number);
        unsettled.put(number, State.UNDER_WAY);
        if (unsettled.size() > UNSETTLED_MAX) {
            unsettled.pollFirstEntry();
        }
        return new RequestId(session, generation, number, Math.min(unsettled.firstKey(), number) - 1);
    }

    /** The client is told the outcome. */
    public void settle(long number, boolean known) {
        if (known) {
            unsettled.remove(number);
        } else {
            unsettled.replace(number, State.OUTCOME_UNKNOWN);
        }
    }
}
