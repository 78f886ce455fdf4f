package io.lockstep.client.api;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.ServerLine;
import java.time.Duration;
import java.util.Optional;

/**
 * Why a lock was not granted.
 *
 * @param code the word of the protocol: {@code HELD}, {@code TIMEOUT}, {@code DELAYED}, {@code ALREADY}, {@code
 *     DEADLOCK}, {@code MODE}; more may come
 * @param name the lock that could not be granted; empty if the cluster named none
 * @param holder its holder; the oldest if there are several
 * @param waiting how many sessions wait for it
 * @param message the cluster's words
 */
public record Refusal(String code, String name, Optional<Holder> holder, long waiting, String message) {

    static Refusal of(ServerLine error) {
        return new Refusal(error.word(), error.value(), holder(error), error.number("waiting", 0), error.message());
    }

    private static Optional<Holder> holder(ServerLine line) {
        if (line.option("owner") == null) {
            return Optional.empty();
        }
        return Optional.of(new Holder(
                line.number("owner", 0),
                line.options().getOrDefault("label", ""),
                line.options().getOrDefault("address", ""),
                line.number("server", 0),
                line.number("token", 0),
                !line.options().getOrDefault("mode", "exclusive").equals("exclusive"),
                duration(line, "held").orElse(Duration.ZERO),
                duration(line, "lease")));
    }

    private static Optional<Duration> duration(ServerLine line, String key) {
        long millis = Durations.parseMillis(line.options().getOrDefault(key, ""));
        return millis < 0 ? Optional.empty() : Optional.of(Duration.ofMillis(millis));
    }

    /** One line of text for a person or a log. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(code);
        if (!name.isEmpty()) {
            text.append(' ').append(LineSyntax.quoted(name));
        }
        holder.ifPresent(by -> {
            text.append(" is held by client ").append(by.clientId());
            if (!by.label().isEmpty()) {
                text.append(' ').append(by.label());
            }
            text.append(" at ")
                    .append(by.address())
                    .append(" for ")
                    .append(Durations.format(by.held().toMillis()));
            by.lease().ifPresent(lease -> text.append(", lease ").append(Durations.format(lease.toMillis())));
        });
        if (waiting > 0) {
            text.append(", ").append(waiting).append(" waiting");
        }
        return message.isEmpty()
                ? text.toString()
                : text.append(": ").append(message).toString();
    }
}
