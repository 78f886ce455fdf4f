package io.lockstep.simulation.check.reading;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/** The moments of the log, one after each command, by time and by index. */
final class Timeline {

    private final List<Moment> moments = new ArrayList<>(List.of(Moment.BEGINNING));

    /** Advances to the next command, which is part of this entry. */
    Moment next(Committed entry) {
        Moment moment = new Moment(moments.size(), entry.index(), entry.atMicros());
        moments.add(moment);
        return moment;
    }

    Moment last() {
        return moments.get(moments.size() - 1);
    }

    /** Returns the place of the last command of the entries up to this index. */
    long placeOf(long index) {
        return placeOfLast(moment -> moment.index() <= index);
    }

    /** Returns when the command at this place was committed. */
    long microsOf(long place) {
        return moments.get((int) place).micros();
    }

    /** Returns whether the predicate holds at one of the places between these two moments, both included. */
    boolean wasSo(long fromMicros, long toMicros, LongPredicate atPlace) {
        long first = placeOfLast(moment -> moment.micros() < fromMicros);
        long last = placeOfLast(moment -> moment.micros() <= toMicros);
        // Tried first, since most predicates hold at the end.
        for (long place = last; place >= first; place--) {
            if (atPlace.test(place)) {
                return true;
            }
        }
        return false;
    }

    private long placeOfLast(Predicate<Moment> condition) {
        return Math.max(0, Prefix.length(moments, condition) - 1);
    }
}
