package io.lockstep.common.table;

import java.util.AbstractCollection;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * A queue, first come, first served. Tickets rise from the first to the last. To add one, to remove one and to tell a
 * position takes logarithmic time at most, however long the queue.
 *
 * <p>They are in an array, with gaps where others were. A binary indexed tree over its places counts those that are no
 * gap, and so tells how many stand before a place.
 *
 * @param <T> those that wait
 */
public final class TicketQueue<T extends TicketQueue.Ticketed> {

    /** Has a ticket, which never changes. */
    public interface Ticketed {
        long ticket();
    }

    private static final int LENGTH_MIN = 4;

    /**
     * Counts the steps that look for something in queues: a measure of work that, unlike time, is the
     * same on every machine.
     */
    public static final class Steps {

        private long taken;

        /** Returns the number of steps. */
        public long taken() {
            return taken;
        }
    }

    private final Steps steps;

    private @Nullable Ticketed[] places = new Ticketed[LENGTH_MIN];

    /** The ticket of each place before {@link #end}, also of a gap. */
    private long[] tickets = new long[LENGTH_MIN];

    /** At {@code i}, counted from 1, how many waiters the last places up to it have, as many as its lowest bit says. */
    private int[] tree = new int[LENGTH_MIN + 1];

    /** Before it there are only gaps. */
    private int start;

    private int end;
    private int size;

    /** @param steps to count in */
    public TicketQueue(Steps steps) {
        this.steps = steps;
    }

    /** Returns how many wait. */
    public int size() {
        return size;
    }

    /** Returns whether none waits. */
    public boolean isEmpty() {
        return size == 0;
    }

    /** Returns the one that has been here for longest; null if there is none. */
    public @Nullable T first() {
        Ticketed first = size == 0 ? null : places[start];
        return first == null ? null : cast(first);
    }

    /** Only such are added. */
    @SuppressWarnings("unchecked")
    private T cast(Ticketed waiter) {
        return (T) waiter;
    }

    /** Adds one behind all others. */
    public void add(T waiter) {
        if (end > 0 && tickets[end - 1] >= waiter.ticket()) {
            throw new IllegalStateException("ticket " + waiter.ticket() + " is not the highest");
        }
        if (end == places.length) {
            closeGaps();
        }
        places[end] = waiter;
        tickets[end] = waiter.ticket();
        end++;
        size++;
        count(end, 1);
    }

    /** Removes one; returns false if it is not here. */
    public boolean remove(T waiter) {
        int place = placeOf(waiter);
        if (place < 0) {
            return false;
        }
        places[place] = null;
        size--;
        count(place + 1, -1);
        while (start < end && places[start] == null) {
            start++;
        }
        if (places.length > 4 * LENGTH_MIN && size < places.length / 4) {
            closeGaps();
        }
        return true;
    }

    /** Returns a position, from 1; 0 if it is not here. */
    public int positionOf(T waiter) {
        int place = placeOf(waiter);
        int position = 0;
        for (int at = place + 1; at > 0; at -= Integer.lowestOneBit(at)) {
            steps.taken++;
            position += tree[at];
        }
        return position;
    }

    private int placeOf(T waiter) {
        int place = Arrays.binarySearch(tickets, start, end, waiter.ticket());
        return place >= 0 && places[place] == waiter ? place : -1;
    }

    private void count(int from, int change) {
        for (int at = from; at < tree.length; at += Integer.lowestOneBit(at)) {
            tree[at] += change;
        }
    }

    /** Moves to arrays without gaps that have room for as many waiters again. */
    private void closeGaps() {
        int length = Math.max(LENGTH_MIN, 2 * size);
        @Nullable Ticketed[] before = places;
        int beforeEnd = end;
        places = new Ticketed[length];
        tickets = new long[length];
        tree = new int[length + 1];
        end = 0;
        for (int at = start; at < beforeEnd; at++) {
            Ticketed waiter = before[at];
            if (waiter != null) {
                places[end] = waiter;
                tickets[end] = waiter.ticket();
                end++;
            }
        }
        start = 0;
        for (int at = 1; at < tree.length; at++) {
            tree[at] += at <= end ? 1 : 0;
            int above = at + Integer.lowestOneBit(at);
            if (above < tree.length) {
                tree[above] += tree[at];
            }
        }
    }

    /** Returns a live view, first come first. Do not iterate over it while the queue changes. */
    public Collection<T> all() {
        return new AbstractCollection<>() {
            @Override
            public int size() {
                return size;
            }

            @Override
            public Iterator<T> iterator() {
                return new Walk();
            }
        };
    }

    private final class Walk implements Iterator<T> {
        private int at = start;

        @Override
        public boolean hasNext() {
            while (at < end && places[at] == null) {
                at++;
            }
            return at < end;
        }

        @Override
        public T next() {
            steps.taken++;
            Ticketed next = hasNext() ? places[at++] : null;
            if (next == null) {
                throw new NoSuchElementException();
            }
            return cast(next);
        }
    }
}
