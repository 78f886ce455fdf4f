package io.lockstep.simulation.check;

/**
 * One grant in the log, from where it begins to where it ends. Places count commands from the beginning of the log; times
 * are those of the commits.
 */
public final class Ownership {

    /** How an ownership ended. */
    public enum End {
        NONE,
        RELEASED,
        SESSION_CLOSED,
        SESSION_EXPIRED
    }

    public final String name;
    public final long token;
    public final long session;
    public final long request;
    public final Moment begin;
    Moment end = Moment.NEVER;
    End how = End.NONE;
    long releaseRequest;

    Ownership(String name, long token, long session, long request, Moment begin) {
        this.name = name;
        this.token = token;
        this.session = session;
        this.request = request;
        this.begin = begin;
    }

    public Moment end() {
        return end;
    }

    public End how() {
        return how;
    }

    /** Number of the request that released it; 0 if none did. */
    public long releaseRequest() {
        return releaseRequest;
    }

    /** Whether it stood once everything up to this index was applied. */
    public boolean standsAt(long index) {
        return begin.index() <= index && end.index() > index;
    }

    /** Whether it stood at some moment between these two, both included. */
    public boolean standsWithin(long fromMicros, long toMicros) {
        return begin.micros() <= toMicros && end.micros() >= fromMicros;
    }

    @Override
    public String toString() {
        return "\"" + name + "\" token " + token + " of session " + session + " from " + begin + " to " + end + " ("
                + how + ")";
    }
}
