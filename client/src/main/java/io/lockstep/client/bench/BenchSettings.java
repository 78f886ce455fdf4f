package io.lockstep.client.bench;

import io.lockstep.common.net.HostPort;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a run.
 *
 * @param servers the servers, over which the clients are spread in turn
 * @param clients the number of clients, one connection each; at least 1
 * @param warmup time before the measurement, which is not counted
 * @param measured the length of the measurement
 * @param timeout for connecting, and for the last answers at the end
 */
public record BenchSettings(
        List<HostPort> servers,
        int clients,
        Duration warmup,
        Duration measured,
        Mode mode,
        Names names,
        Duration timeout) {

    /** The cycle that each client repeats. */
    public enum Mode {
        /** Take a lock, then release it. */
        LOCK,
        /** Ask for the status of a lock. */
        STATUS,
        /** Take a lock, then release it, and move to another server when one fails: {@link Failover}. */
        FAILOVER
    }

    /** The locks that the clients use. */
    public enum Names {
        /** One lock for each client: no request is refused. */
        DISTINCT,
        /** One lock for all clients: refusals are expected. */
        ONE
    }

    public BenchSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || clients < 1) {
            throw new IllegalArgumentException("a benchmark needs a server and a client");
        }
    }
}
