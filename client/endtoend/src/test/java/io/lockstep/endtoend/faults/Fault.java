package io.lockstep.endtoend.faults;

import java.util.Arrays;
import java.util.Locale;

/** What may be done to a cluster and its clients, one at a time; each is healed before the next. */
enum Fault {
    /** SIGKILL of the server that leads, which starts again on its data. */
    KILL_LEADER,
    KILL_FOLLOWER,
    /** SIGKILL of all servers at once. */
    KILL_ALL,
    /** SIGSTOP of the server that leads; another one leads by the time it goes on. */
    PAUSE_LEADER,
    PAUSE_FOLLOWER,
    /** SIGSTOP of a process full of clients, for longer than their lease. */
    PAUSE_CLIENTS,
    /** Every connection from clients to one server breaks, and there are no new ones for a while. */
    CUT_NETWORK,
    /** Between clients and one server nothing arrives for a while, and then everything. */
    STALL_NETWORK,
    /** The same for all servers. */
    STALL_WHOLE_NETWORK;

    /** As it is called on the command line. */
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
