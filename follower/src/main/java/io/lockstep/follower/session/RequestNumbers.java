package io.lockstep.follower.session;

import io.lockstep.common.command.RequestId;
import java.util.TreeMap;

/**
 * The numbers of a session's requests on one connection, and which of them have no answer yet. With each command the
 * state machine learns up to which number the client has all answers.
 */
public final class RequestNumbers {

    /** The bound of requests with unknown outcome that hold back "answered up to"; beyond it the oldest is given up. */
    private static final int UNSETTLED_MAX = 256;

    /** More than a connection ever uses. */
    private static final long NUMBERS_PER_GENERATION = 1L << 32;

    private enum State {
        UNDER_WAY,
        OUTCOME_UNKNOWN
    }

    private final TreeMap<Long, State> unsettled = new TreeMap<>();
    private long newest;
    private long ownAbove;

    /**
     * Starts above all numbers that earlier connections of the session are known to have used. Each generation numbers
     * from its own range of 2³², because an earlier connection may have used numbers that this server has not seen, and
     * reusing one would look like a retry.
     */
    void startAfter(long newestKnown, long generation) {
        newest = Math.max(newest, newestKnown);
        ownAbove = (generation - 1) * NUMBERS_PER_GENERATION;
    }

    /** The next number, for a request without one. */
    public long next() {
        return Math.max(newest, ownAbove) + 1;
    }

    /** Whether a request with this number is pending on this connection. */
    public boolean underWay(long number) {
        return unsettled.get(number) == State.UNDER_WAY;
    }

    /** Whether the client was told that the outcome of the request with this number is unknown. */
    public boolean outcomeUnknown(long number) {
        return unsettled.get(number) == State.OUTCOME_UNKNOWN;
    }

    /** Whether the request with this number is settled and later ones have been made: it can only be a retry. */
    public boolean isPast(long number) {
        return number < newest && !unsettled.containsKey(number);
    }

    /** Starts a request and returns its id. */
    public RequestId begin(long session, long generation, long number) {
        newest = Math.max(newest, number);
        unsettled.put(number, State.UNDER_WAY);
        if (unsettled.size() > UNSETTLED_MAX) {
            unsettled.pollFirstEntry();
        }
        return new RequestId(session, generation, number, Math.min(unsettled.firstKey(), number) - 1);
    }

    /** The client has been told the outcome. */
    public void settle(long number, boolean known) {
        if (known) {
            unsettled.remove(number);
        } else {
            unsettled.replace(number, State.OUTCOME_UNKNOWN);
        }
    }
}
