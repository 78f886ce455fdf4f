package io.lockstep.client.answer;

import static io.lockstep.client.answer.RefusalText.appendIfGiven;
import static io.lockstep.client.answer.RefusalText.holder;
import static io.lockstep.client.answer.RefusalText.mode;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.common.protocol.ServerLine;
import java.util.Optional;

/** Formats a push, such as an event of a watch, as text for a person. Pure. */
public final class PushText {

    private PushText() {}

    /** One line without its line end; empty for a push that a person need not see. */
    public static Optional<String> of(ServerLine push) {
        String name = quoted(push.value());
        return switch (push.word()) {
            case "PING", "BYE", "LOCKSTEP" -> Optional.empty();
            case "LOST" ->
                Optional.of("lost: " + name + " (token " + push.option("token") + "): "
                        + (push.message().isEmpty() ? push.option("reason") : push.message()));
            case "QUEUED" -> Optional.of(queued(name, push));
            case "UNQUEUED" ->
                Optional.of("unqueued: client " + who(push) + " no longer waits for " + name + " ("
                        + push.option("reason") + ")");
            case "GRANTED" ->
                Optional.of("granted: " + name + " to client " + who(push) + ", token " + push.option("token")
                        + (push.option("mode") == null ? "" : ", " + mode(push)));
            case "RELEASED" ->
                Optional.of("released: " + name + " by client " + who(push) + ", token " + push.option("token")
                        + ("forced".equals(push.option("reason")) ? ", by force" : ""));
            case "EXPIRED" ->
                Optional.of("expired: " + name + " of client " + who(push) + ", token " + push.option("token"));
            case "GAP" -> Optional.of("gap: some events may be missing; the locks held now follow");
            case "HELD" -> Optional.of(held(name, push));
            case "DELAYED" -> Optional.of("delayed: " + name + " for " + push.option("remaining"));
            case "FREE" -> Optional.of("free: " + name);
            default -> Optional.of("* " + push.word() + " " + String.join(" ", push.values()) + " " + push.message());
        };
    }

    private static String queued(String name, ServerLine push) {
        boolean own = push.option("watch") == null;
        return own
                ? "waiting: for " + name + ", at place " + push.option("pos") + inTheWay(push)
                : "queued: client " + who(push) + " for " + name + ", at place " + push.option("pos");
    }

    private static String who(ServerLine push) {
        String label = push.option("label");
        return push.option("owner") + (label == null ? "" : " (" + label + ")");
    }

    private static String inTheWay(ServerLine push) {
        String holder = push.option("holder");
        String label = push.option("holder_label");
        return holder == null ? "" : ", held by client " + holder + (label == null ? "" : " (" + label + ")");
    }

    private static String held(String name, ServerLine push) {
        StringBuilder text = new StringBuilder("held: " + name + " by " + holder(push));
        appendIfGiven(text, ", token ", push, "token");
        return text.toString();
    }
}
