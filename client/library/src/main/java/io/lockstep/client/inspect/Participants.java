package io.lockstep.client.inspect;

import io.lockstep.client.connection.Reply;
import java.util.List;

/**
 * Who holds a lock and who waits for it, in their order.
 *
 * @param holders oldest first
 * @param waiters in the order of the line
 * @param complete whether these are all; a server names 1,000 at most
 */
public record Participants(List<Participant> holders, List<Participant> waiters, boolean complete) {

    /** Copies the lists. */
    public Participants {
        holders = List.copyOf(holders);
        waiters = List.copyOf(waiters);
    }

    /** From the answer to WHO. */
    public static Participants of(Reply reply) {
        return new Participants(
                rows(reply, "holder"), rows(reply, "waiter"), reply.line().option("more") == null);
    }

    private static List<Participant> rows(Reply reply, String kind) {
        return reply.rows().stream()
                .filter(row -> row.value().equals(kind))
                .map(Participant::of)
                .toList();
    }
}
