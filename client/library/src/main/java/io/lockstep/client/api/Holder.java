package io.lockstep.client.api;

import java.time.Duration;
import java.util.Optional;

/**
 * A client that holds a lock, as the cluster describes it to those that wait.
 *
 * @param clientId its visible id
 * @param label its own description, by convention {@code name@host[pid] reason}; may be empty
 * @param address its address and port, as its server sees them
 * @param server the number of the server that it is or was last connected to
 * @param token the token of its grant, which an operator needs to break it
 * @param shared whether others may hold the lock at the same time
 * @param held how long it has held the lock, in cluster time
 * @param lease how long its lease lasts unless it is renewed; empty if the server did not say
 */
public record Holder(
        long clientId,
        String label,
        String address,
        long server,
        long token,
        boolean shared,
        Duration held,
        Optional<Duration> lease) {}
