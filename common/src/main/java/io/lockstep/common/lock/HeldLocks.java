package io.lockstep.common.lock;

import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The grants of one session, in the order of tokens. Adding and removing take constant time on average. So does {@link
 * #freeze}, however many there are: the array is shared with the frozen view, and copied before a grant is taken out of
 * it.
 */
final class HeldLocks {

    private static final int LENGTH_MIN = 4;
    private static final @Nullable Grant[] NONE = {};

    /** The grants, with gaps where grants were removed. Nothing at or after {@link #end} is in use. */
    private @Nullable Grant[] places = NONE;

    /** Before it there are only gaps. */
    private int start;

    private int end;
    private int count;
    private boolean shared;

    int count() {
        return count;
    }

    /** Returns the oldest grant; null if there is none. */
    @Nullable
    Grant first() {
        return count == 0 ? null : places[start];
    }

    void add(Grant grant) {
        if (end == places.length) {
            closeGaps();
        }
        grant.place = end;
        places[end++] = grant;
        count++;
    }

    void remove(Grant grant) {
        if (shared) {
            places = places.clone();
            shared = false;
        }
        places[grant.place] = null;
        count--;
        if (count == 0 || (places.length > 4 * LENGTH_MIN && count < places.length / 4)) {
            closeGaps();
        }
        while (start < end && places[start] == null) {
            start++;
        }
    }

    /** Moves to an array without gaps that has room for as many grants again. */
    private void closeGaps() {
        @Nullable Grant[] target = count == 0 && end > 0 ? NONE : new Grant[Math.max(LENGTH_MIN, 2 * count)];
        int filled = 0;
        for (int at = start; at < end; at++) {
            Grant grant = places[at];
            if (grant != null) {
                grant.place = filled;
                target[filled++] = grant;
            }
        }
        places = target;
        start = 0;
        end = filled;
        shared = false;
    }

    /** Returns a view that stays as it is, in constant time. Another thread may read it. */
    Collection<Grant> freeze() {
        if (count == 0) {
            return List.of();
        }
        shared = true;
        return all();
    }

    /** Returns the grants in their order. Do not iterate over them while the session changes. */
    Collection<Grant> all() {
        return new View(places, start, end, count);
    }

    private static final class View extends AbstractCollection<Grant> {

        private final @Nullable Grant[] places;
        private final int start;
        private final int end;
        private final int count;

        View(@Nullable Grant[] places, int start, int end, int count) {
            this.places = places;
            this.start = start;
            this.end = end;
            this.count = count;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public Iterator<Grant> iterator() {
            return new Iterator<>() {
                private int at = start;

                @Override
                public boolean hasNext() {
                    while (at < end && places[at] == null) {
                        at++;
                    }
                    return at < end;
                }

                @Override
                public Grant next() {
                    Grant next = hasNext() ? places[at++] : null;
                    if (next == null) {
                        throw new NoSuchElementException();
                    }
                    return next;
                }
            };
        }
    }
}
