package io.lockstep.simulation.check.reading;

import io.lockstep.common.protocol.ServerLine;

/**
 * A change to a lock, as a watcher learns of it.
 *
 * @param kind the word of the push
 * @param clientId the client id of the session concerned
 * @param detail the rest of the push, without the owner and the index
 */
public record LoggedEvent(String name, String kind, long clientId, String detail, Moment moment) {

    /** Returns whether the push reports this event. */
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
