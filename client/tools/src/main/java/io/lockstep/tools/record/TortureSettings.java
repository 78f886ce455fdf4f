package io.lockstep.tools.record;

import io.lockstep.common.net.HostPort;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings of a recording.
 *
 * @param servers the servers, among which the clients choose at random
 * @param duration how long the clients run
 * @param clients the number of clients, one thread each
 * @param locks the number of locks
 * @param prefix the prefix of the locks' names, shared by recordings that run together
 * @param seed the seed of all choices of the clients
 * @param ttl the lease to request
 * @param pause the average pause of a client between two steps
 * @param settleTimeout the time limit for the last status of each lock, after the duration
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
