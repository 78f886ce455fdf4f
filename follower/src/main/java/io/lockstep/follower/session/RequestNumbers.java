package io.lockstep.follower.session;

import io.lockstep.common.command.RequestId;
import java.util.Arrays;

/**
 * The numbers of a session's requests on one connection, and which of them have no answer yet. With each command the
 * state machine learns up to which number the client has all answers.
 */
public final class RequestNumbers {

    /** The bound of requests with unknown outcome that hold back "answered up to"; beyond it the oldest is given up. */
    private static final int UNSETTLED_MAX = 256;

    /** More than a connection ever uses. */
    private static final long NUMBERS_PER_GENERATION = 1L << 32;

    private static final long[] NO_NUMBERS = {};
    private static final boolean[] NO_FLAGS = {};
    private static final int LENGTH_MIN = 4;

    /** The numbers that are not settled, rising. Mostly one, so it takes no map. */
    private long[] unsettled = NO_NUMBERS;

    /** At the place of each of them, whether the client was told that the outcome is unknown. */
    private boolean[] unknown = NO_FLAGS;

    private int count;
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

    private int placeOf(long number) {
        return Arrays.binarySearch(unsettled, 0, count, number);
    }

    /** Whether a request with this number is pending on this connection. */
    public boolean underWay(long number) {
        int place = placeOf(number);
        return place >= 0 && !unknown[place];
    }

    /** Whether the client was told that the outcome of the request with this number is unknown. */
    public boolean outcomeUnknown(long number) {
        int place = placeOf(number);
        return place >= 0 && unknown[place];
    }

    /** Whether the request with this number is settled and later ones have been made: it can only be a retry. */
    public boolean isPast(long number) {
        return number < newest && placeOf(number) < 0;
    }

    /** Starts a request and returns its id. */
    public RequestId begin(long session, long generation, long number) {
        newest = Math.max(newest, number);
        int place = placeOf(number);
        if (place >= 0) {
            unknown[place] = false;
        } else {
            insert(-1 - place, number);
        }
        if (count > UNSETTLED_MAX) {
            remove(0);
        }
        return new RequestId(session, generation, number, Math.min(unsettled[0], number) - 1);
    }

    private void insert(int place, long number) {
        if (count == unsettled.length) {
            int length = Math.max(LENGTH_MIN, 2 * count);
            unsettled = Arrays.copyOf(unsettled, length);
            unknown = Arrays.copyOf(unknown, length);
        }
        System.arraycopy(unsettled, place, unsettled, place + 1, count - place);
        System.arraycopy(unknown, place, unknown, place + 1, count - place);
        unsettled[place] = number;
        unknown[place] = false;
        count++;
    }

    private void remove(int place) {
        count--;
        System.arraycopy(unsettled, place + 1, unsettled, place, count - place);
        System.arraycopy(unknown, place + 1, unknown, place, count - place);
    }

    /** The client has been told the outcome. */
    public void settle(long number, boolean known) {
        int place = placeOf(number);
        if (place >= 0 && known) {
            remove(place);
        } else if (place >= 0) {
            unknown[place] = true;
        }
    }
}
