package io.lockstep.client.inspect;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.Optional;

/**
 * A client that holds a lock or waits for it.
 *
 * @param clientId its visible id
 * @param label its own description; may be empty
 * @param address its address and port, as its server sees them
 * @param server the number of the server that it is or was last connected to
 * @param token the token of its grant; 0 while it waits
 * @param mode {@code exclusive}, {@code shared} or {@code permits}
 * @param since how long it has held the lock or waited, in cluster time
 * @param remaining how long its wait may still last; empty for a holder
 */
public record Participant(
        long clientId,
        String label,
        String address,
        long server,
        long token,
        String mode,
        Duration since,
        Optional<Duration> remaining) {

    static Participant of(ServerLine row) {
        return new Participant(
                row.number("owner", 0),
                row.options().getOrDefault("label", ""),
                row.options().getOrDefault("address", ""),
                row.number("server", 0),
                row.number("token", 0),
                row.options().getOrDefault("mode", "exclusive"),
                duration(row, "held").or(() -> duration(row, "waited")).orElse(Duration.ZERO),
                duration(row, "remaining"));
    }

    static Optional<Duration> duration(ServerLine row, String key) {
        long millis = Durations.parseMillis(row.options().getOrDefault(key, ""));
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }
}
