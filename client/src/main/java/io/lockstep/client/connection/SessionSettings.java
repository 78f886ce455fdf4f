package io.lockstep.client.connection;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a session is to be had.
 *
 * @param servers tried in this order; one is enough, the others of the cluster are learned from it
 * @param ttl the lease to ask for, from one second to one hour
 * @param timeout within which a request must be settled, fail-over included
 * @param resume a session of old to take up again; null to open a new one
 * @param firstRequest the number of the first request: 1, or more if the session taken up has used numbers before
 */
public record SessionSettings(
        List<ServerAddress> servers,
        Duration ttl,
        Duration timeout,
        @Nullable SessionIdentity resume,
        long firstRequest) {

    public SessionSettings {
        servers = List.copyOf(servers);
        if (servers.isEmpty()) {
            throw new IllegalArgumentException("a session needs the address of a server");
        }
    }

    /** Settings for a new session. */
    public static SessionSettings fresh(List<ServerAddress> servers, Duration ttl, Duration timeout) {
        return new SessionSettings(servers, ttl, timeout, null, 1);
    }
}
