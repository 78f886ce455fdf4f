package io.lockstep.simulation.check.reading;

/** A lock-delay in the log, from beginning to end. */
final class LoggedDelay {

    final Moment begin;
    long untilClusterMillis;
    Moment end = Moment.NEVER;

    LoggedDelay(Moment begin, long untilClusterMillis) {
        this.begin = begin;
        this.untilClusterMillis = untilClusterMillis;
    }

    boolean standsAt(long place) {
        return begin.place() <= place && end.place() > place;
    }
}
