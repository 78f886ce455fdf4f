package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.LockMode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A queued LOCK request in the log: from which moment to which, and how its wait ended. */
public final class LoggedWait {

    /** How a wait ended. */
    public enum End {
        NONE,
        GRANTED,
        TIMEOUT,
        CANCELLED,
        /** The same LOCK with the same key took its place. */
        REPLACED,
        SESSION_CLOSED,
        SESSION_EXPIRED
    }

    public final long session;

    /** The session that asked, which gets the answer. */
    public final long asker;

    /** The number of the request within that session. */
    public final long request;

    /** Null if the session of a client is to hold the locks. */
    public final @Nullable LoggedLease lease;

    /** When its place in the queue was taken: its beginning, or that of the wait whose place it took. */
    public final Moment came;

    public final List<String> names;
    public final LockMode mode;
    public final Moment begin;
    public final long deadlineClusterMillis;
    final long delayMillis;
    Moment end = Moment.NEVER;
    long endClusterMillis = Long.MAX_VALUE;
    End how = End.NONE;

    LoggedWait(
            LoggedSession session,
            long asker,
            long request,
            List<String> names,
            LockMode mode,
            Moment begin,
            Moment came,
            long deadlineClusterMillis,
            long delayMillis) {
        this.session = session.number;
        this.lease = session.lease;
        this.asker = asker;
        this.request = request;
        this.names = List.copyOf(names);
        this.mode = mode;
        this.begin = begin;
        this.came = came;
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
