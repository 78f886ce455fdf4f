package io.lockstep.client.api;

import java.time.Duration;
import java.util.Optional;

/**
 * Somebody who holds a lock, as the cluster tells it to whoever is kept waiting.
 *
 * @param clientId its visible name
 * @param label what it says of itself, by custom {@code name@host[pid] reason}; empty if it says nothing
 * @param address its address and port, as its server sees them
 * @param server the number of the server it is connected to, or was last
 * @param token of its grant; what an operator needs to break it
 * @param shared whether others may hold the lock together with it
 * @param held for how long it has held the lock, in cluster time
 * @param lease how long its lease lasts if it is not heard of again; empty if the server did not say
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
