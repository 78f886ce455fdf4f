package io.lockstep.endtoend.torture;

import java.util.List;

/**
 * The settings of a run.
 *
 * @param servers the number of servers
 * @param seconds how long clients run
 * @param kinds the kinds of faults
 * @param pairs whether two faults happen at a time
 * @param library whether clients use the Java library, too
 * @param clients the number of clients of each recording
 * @param verbose whether each fault is printed when it begins
 */
record FaultSettings(
        int servers,
        long seconds,
        List<FaultKind> kinds,
        boolean pairs,
        boolean library,
        int clients,
        boolean verbose) {

    static final long TTL_MILLIS = 2_000;

    FaultSettings {
        kinds = List.copyOf(kinds);
    }

    void say(String what) {
        if (verbose) {
            System.out.println(what);
        }
    }
}
