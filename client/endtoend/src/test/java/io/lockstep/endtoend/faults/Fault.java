package io.lockstep.endtoend.faults;

import java.util.Arrays;
import java.util.Locale;

/** A fault of a cluster or its clients. Only one is active at a time. */
enum Fault {
    /** SIGKILL of the leader, which starts again on its data. */
    KILL_LEADER,
    KILL_FOLLOWER,
    /** SIGKILL of all servers at once. */
    KILL_ALL,
    /** SIGSTOP of the leader, until another server leads. */
    PAUSE_LEADER,
    PAUSE_FOLLOWER,
    /** SIGSTOP of a process full of clients, for longer than their lease. */
    PAUSE_CLIENTS,
    /** All connections from clients to one server break, and new ones fail for a while. */
    CUT_NETWORK,
    /** The network between clients and one server holds up all data for a while. */
    STALL_NETWORK,
    /** The same between clients and all servers. */
    STALL_WHOLE_NETWORK;

    /** The name of the fault on the command line. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Fault named(String word) {
        for (Fault fault : values()) {
            if (fault.word().equals(word)) {
                return fault;
            }
        }
        throw new IllegalArgumentException("there is no fault \"" + word + "\"; there are: "
                + String.join(",", Arrays.stream(values()).map(Fault::word).toList()));
    }
}
