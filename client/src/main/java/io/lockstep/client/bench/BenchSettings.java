package io.lockstep.client.bench;

import io.lockstep.common.net.HostPort;
import java.time.Duration;
import java.util.List;

/**
 * What to measure.
 *
 * @param servers the clients are spread over them in turn
 * @param clients how many, one connection each; at least 1
 * @param warmup runs first and is not counted
 * @param measured how long is counted
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

    /** What each client does, over and over. */
    public enum Mode {
        /** Take a lock, then release it. */
        LOCK,
        /** Ask who holds a lock. */
        STATUS,
        /** Take a lock, then release it, and go on at another server when one fails: {@link Failover}. */
        FAILOVER
    }

    /** Which locks the clients use. */
    public enum Names {
        /** Each client its own: nobody is ever refused. */
        DISTINCT,
        /** All the same: being refused is expected. */
        ONE
    }

    public BenchSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || clients < 1) {
            throw new IllegalArgumentException("a benchmark needs a server and a client");
        }
    }
}
