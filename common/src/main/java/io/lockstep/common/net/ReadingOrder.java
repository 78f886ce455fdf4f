package io.lockstep.common.net;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
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

    private final EventLoop loop;
    private final ArrayDeque<Connection> again = new ArrayDeque<>();
    private final Set<Connection> line = new LinkedHashSet<>();

    ReadingOrder(EventLoop loop) {
        this.loop = loop;
    }

    /** Reads the connection in the next turn, whether or not it sends more. */
    void again(Connection connection) {
        again.add(connection);
    }

    /** Whether no connection waits to be read. */
    boolean isEmpty() {
        return again.isEmpty() && line.isEmpty();
    }

    /** Begins a turn: reads the connections that have waited for it, but for the costly ones. */
    void begin(long nowNanos) {
        for (int waiting = again.size(); waiting > 0; waiting--) {
            read(again.remove());
            loop.relieve(nowNanos);
        }
    }

    /** Reads a connection now, or has it wait if it is costly. */
    void read(Connection connection) {
        if (connection.readsCheaply) {
            readNow(connection);
        } else {
            line.add(connection);
        }
    }

    /** Reads those of the costly connections that have waited longest. */
    void readCostly(long nowNanos) {
        long endNanos = System.nanoTime() + SHARE_NANOS;
        for (int waiting = line.size(); waiting > 0; waiting--) {
            Iterator<Connection> first = line.iterator();
            Connection next = first.next();
            first.remove();
            readNow(next);
            loop.relieve(nowNanos);
            if (System.nanoTime() - endNanos >= 0) {
                return;
            }
        }
    }

    private void readNow(Connection connection) {
        long beganNanos = System.nanoTime();
        connection.readInTurn();
        connection.readsCheaply = System.nanoTime() - beganNanos <= COSTLY_NANOS;
    }
}
