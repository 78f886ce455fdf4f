package io.lockstep.tools.record;

import io.lockstep.common.net.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What to do to a cluster.
 *
 * @param servers clients go to any of them, at random
 * @param duration for how long
 * @param clients how many at a time, a thread each
 * @param locks how many they contend for
 * @param prefix with which the names of the locks begin; several recordings that run together share it
 * @param seed of every choice that the clients make
 * @param ttl the lease to ask for
 * @param pause how long a client waits between two steps, on average
 * @param settleTimeout for the last status of each lock, when the duration is over
 * @param history the file to write
 */
public record TortureSettings(
        List<HostPort> servers,
        Duration duration,
        int clients,
        int locks,
        String prefix,
        long seed,
        Duration ttl,
        Duration pause,
        Duration settleTimeout,
        Path history) {

    public TortureSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || clients < 1 || locks < 1) {
            throw new IllegalArgumentException("a server, a client and a lock at least");
        }
    }

    /** The names of the locks. */
    List<String> lockNames() {
        List<String> names = new ArrayList<>();
        for (int i = 1; i <= locks; i++) {
            names.add(prefix + " " + i);
        }
        return names;
    }
}
