package io.lockstep.client.bench;

import io.lockstep.common.net.HostPort;
import io.lockstep.common.tls.TlsIdentity;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run.
 *
 * @param servers the servers, over which the clients are spread in turn
 * @param clients the number of clients, one connection each; at least 1
 * @param warmup time before the measurement, which is not counted
 * @param measured the length of the measurement
 * @param timeout for connecting, and for the last answers at the end
 * @param tls how to prove and check identities; null for connections that are not encrypted
 */
public record BenchSettings(
        List<HostPort> servers,
        int clients,
        Duration warmup,
        Duration measured,
        Mode mode,
        Names names,
        Duration timeout,
        @Nullable TlsIdentity tls) {

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

    /** A run over connections that are not encrypted. */
    public BenchSettings(
            List<HostPort> servers,
            int clients,
            Duration warmup,
            Duration measured,
            Mode mode,
            Names names,
            Duration timeout) {
        this(servers, clients, warmup, measured, mode, names, timeout, null);
    }

    public BenchSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty() || clients < 1) {
            throw new IllegalArgumentException("a benchmark needs a server and a client");
        }
    }
}
