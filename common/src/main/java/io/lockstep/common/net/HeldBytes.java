package io.lockstep.common.net;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The memory that the connections of one loop take together, and its bound. When it is exceeded, connections are cut,
 * the largest first, until a quarter of the bound is free again.
 */
final class HeldBytes {

    /** What every connection may take without being counted. */
    static final int FREE_BYTES = 1_024;

    private final long bytesMax;
    private final Set<Connection> holders = new HashSet<>();
    private long bytes;

    HeldBytes(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /**
     * Takes note that a connection takes {@code taken} bytes, of which {@code before} were counted so far. Returns how
     * many are counted now.
     */
    long changed(Connection connection, long before, int taken) {
        long now = taken <= FREE_BYTES ? 0 : taken;
        bytes += now - before;
        if (now == 0 && before > 0) {
            holders.remove(connection);
        } else if (now > 0 && before == 0) {
            holders.add(connection);
        }
        return now;
    }

    boolean isExceeded() {
        return bytes > bytesMax;
    }

    /** Whether even what is queued for one more client must not grow. */
    boolean isFarExceeded() {
        return bytes > bytesMax + bytesMax / 4;
    }

    /** Cuts the largest connections. Returns how many. */
    int relieve() {
        List<Connection> largest = new ArrayList<>(holders);
        largest.sort(Comparator.comparingLong(Connection::heldBytes).reversed());
        int cut = 0;
        while (bytes > bytesMax / 4 * 3 && cut < largest.size()) {
            largest.get(cut++).abort();
        }
        return cut;
    }
}
