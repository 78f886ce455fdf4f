package io.lockstep.common.net;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Which connections are read in a turn of the loop. A connection whose lines took long the last time is costly: it
 * waits in line for a share of a turn, so that many such connections do not keep the others waiting. A new one is
 * costly until its lines have taken little. Loop thread only.
 */
final class ReadingOrder {

    /** Lines of one connection in one turn that take longer than this make it costly. */
    static final long COSTLY_NANOS = 300_000;

    /** The share of a turn for costly connections; at least one of them is read. */
    static final long SHARE_NANOS = 2_000_000;

    private final ArrayDeque<Connection> nextTurn = new ArrayDeque<>();
    private final Set<Connection> line = new LinkedHashSet<>();

    /** The costly connections of one turn, those first that have waited longest. */
    private final class Share implements Iterator<Connection> {

        private final long endNanos = System.nanoTime() + SHARE_NANOS;
        private int left = line.size();
        private boolean begun;

        @Override
        public boolean hasNext() {
            return left > 0 && !(begun && System.nanoTime() - endNanos >= 0);
        }

        @Override
        public Connection next() {
            begun = true;
            left--;
            Iterator<Connection> first = line.iterator();
            Connection next = first.next();
            first.remove();
            return next;
        }
    }

    /** Reads the connection in the next turn, whether or not it sends more. */
    void inNextTurn(Connection connection) {
        nextTurn.add(connection);
    }

    /** Whether no connection waits to be read. */
    boolean isEmpty() {
        return nextTurn.isEmpty() && line.isEmpty();
    }

    /** Returns the connections that have waited for this turn, but for the costly ones. */
    List<Connection> ofThisTurn() {
        List<Connection> cheap = new ArrayList<>(nextTurn.size());
        for (int waiting = nextTurn.size(); waiting > 0; waiting--) {
            Connection next = nextTurn.remove();
            if (!putsOff(next)) {
                cheap.add(next);
            }
        }
        return cheap;
    }

    /** Puts the connection in line if it is costly. Returns whether it is. */
    boolean putsOff(Connection connection) {
        if (!connection.readsCheaply) {
            line.add(connection);
        }
        return !connection.readsCheaply;
    }

    /** Returns costly connections until their share of the turn is over. */
    Iterable<Connection> costly() {
        return Share::new;
    }
}
