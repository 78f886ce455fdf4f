package io.lockstep.simulation.check.reading;

import io.lockstep.common.command.LockMode;
import org.jspecify.annotations.Nullable;

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
        SESSION_EXPIRED,
        /** Its own lease ran out. */
        LEASE_EXPIRED;

        /** Returns whether the holder lost the lock, that is, did not release it itself. */
        public boolean isLoss() {
            return this == FORCED || isExpiry();
        }

        boolean isExpiry() {
            return this == SESSION_EXPIRED || this == LEASE_EXPIRED;
        }
    }

    public final String name;
    public final LockMode mode;
    public final long token;
    public final long session;

    /** The session that asked for it. */
    public final long asker;

    /** The number of the request within that session. */
    public final long request;

    public final Moment begin;

    /** Null if the session of a client holds the lock. */
    public final @Nullable LoggedLease lease;

    final long delayMillis;
    Moment end = Moment.NEVER;
    long endClusterMillis = Long.MAX_VALUE;
    End how = End.NONE;

    Ownership(
            String name,
            LockMode mode,
            long token,
            LoggedSession owner,
            long asker,
            long request,
            Moment begin,
            long delayMillis) {
        this.name = name;
        this.mode = mode;
        this.token = token;
        this.session = owner.number;
        this.lease = owner.lease;
        this.asker = asker;
        this.request = request;
        this.begin = begin;
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
