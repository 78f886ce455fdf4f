package io.lockstep.simulation.check.reading;

import io.lockstep.common.protocol.ServerLine;

/**
 * What happened to a lock, as a watcher is told of it.
 *
 * @param kind the word of the push
 * @param clientId whom it happened to
 * @param detail what else the push says of it, without the owner and the index
 */
public record LoggedEvent(String name, String kind, long clientId, String detail, Moment moment) {

    /** Whether the push says this. */
    public boolean isToldBy(ServerLine push) {
        return push.word().equals(kind)
                && push.value().equals(name)
                && push.number("owner", -1) == clientId
                && push.number("rev", -1) == moment.index()
                && detailOf(push).equals(detail);
    }

    private static String detailOf(ServerLine push) {
        return switch (push.word()) {
            case "QUEUED" -> "pos=" + push.option("pos");
            case "UNQUEUED" -> "reason=" + push.option("reason");
            case "GRANTED" ->
                "token=" + push.option("token") + " mode="
                        + push.options().getOrDefault("permits", push.option("mode"));
            case "RELEASED" -> "token=" + push.option("token") + " reason=" + push.option("reason");
            default -> "token=" + push.option("token");
        };
    }
}
