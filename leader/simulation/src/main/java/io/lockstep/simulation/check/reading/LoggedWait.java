package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.LockMode;
import java.util.List;

/** A queued LOCK request in the log: from which moment to which, and how its wait ended. */
public final class LoggedWait {

    /** How a wait ended. */
    public enum End {
        NONE,
        GRANTED,
        TIMEOUT,
        CANCELLED,
        SESSION_CLOSED,
        SESSION_EXPIRED
    }

    public final long session;
    public final long request;
    public final List<String> names;
    public final LockMode mode;
    public final Moment begin;
    public final long deadlineClusterMillis;
    final long delayMillis;
    Moment end = Moment.NEVER;
    long endClusterMillis = Long.MAX_VALUE;
    End how = End.NONE;

    LoggedWait(
            long session,
            long request,
            List<String> names,
            LockMode mode,
            Moment begin,
            long deadlineClusterMillis,
            long delayMillis) {
        this.session = session;
        this.request = request;
        this.names = List.copyOf(names);
        this.mode = mode;
        this.begin = begin;
        this.deadlineClusterMillis = deadlineClusterMillis;
        this.delayMillis = delayMillis;
    }

    /** Returns when it ended; {@link Moment#NEVER} if it has not. */
    public Moment end() {
        return end;
    }

    /** Returns the cluster time at which it ended; {@link Long#MAX_VALUE} if it has not. */
    public long endClusterMillis() {
        return endClusterMillis;
    }

    public End how() {
        return how;
    }

    /** Returns whether it waited after the command at this place of the log. */
    public boolean standsAt(long place) {
        return begin.place() <= place && end.place() > place;
    }

    @Override
    public String toString() {
        return "request " + request + " of session " + session + " for " + names + " queued from " + begin + " to "
                + end + " (" + how + ")";
    }
}
