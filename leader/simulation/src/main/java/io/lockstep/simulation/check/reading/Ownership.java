package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.LockMode;

/**
 * One lock of one grant in the log, from beginning to end. Places count commands from the beginning of the log; times
 * are those of the commits.
 */
public final class Ownership {

    /** How an ownership ended. */
    public enum End {
        NONE,
        RELEASED,
        FORCED,
        SESSION_CLOSED,
        SESSION_EXPIRED;

        /** Returns whether the holder lost the lock, that is, did not release it itself. */
        public boolean isLoss() {
            return this == FORCED || this == SESSION_EXPIRED;
        }
    }

    public final String name;
    public final LockMode mode;
    public final long token;
    public final long session;
    public final long request;
    public final Moment begin;
    final long delayMillis;
    Moment end = Moment.NEVER;
    End how = End.NONE;

    Ownership(String name, LockMode mode, long token, long session, long request, Moment begin, long delayMillis) {
        this.name = name;
        this.mode = mode;
        this.token = token;
        this.session = session;
        this.request = request;
        this.begin = begin;
        this.delayMillis = delayMillis;
    }

    /** Returns when it ended; {@link Moment#NEVER} if it has not. */
    public Moment end() {
        return end;
    }

    public End how() {
        return how;
    }

    /** Returns whether it lasted after the entries up to this index. */
    public boolean standsAt(long index) {
        return begin.index() <= index && end.index() > index;
    }

    /** Returns whether it lasted after the command at this place of the log. */
    public boolean standsAtPlace(long place) {
        return begin.place() <= place && end.place() > place;
    }

    @Override
    public String toString() {
        return "\"" + name + "\" token " + token + " of session " + session + " from " + begin + " to " + end + " ("
                + how + ")";
    }
}
