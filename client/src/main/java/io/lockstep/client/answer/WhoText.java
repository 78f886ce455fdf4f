package io.lockstep.client.answer;

import static io.lockstep.client.answer.RefusalText.age;
import static io.lockstep.client.answer.RefusalText.appendIfGiven;
import static io.lockstep.client.answer.RefusalText.count;
import static io.lockstep.client.answer.RefusalText.holder;
import static io.lockstep.client.answer.RefusalText.mode;
import static io.lockstep.client.answer.RefusalText.quoted;

import io.lockstep.client.connection.Reply;
import io.lockstep.common.protocol.ServerLine;
import java.util.ArrayList;
import java.util.List;

/** Formats the reply to WHO, the holders and waiters of a lock, as text for a person. Pure. */
final class WhoText {

    private WhoText() {}

    static List<String> of(Reply reply) {
        List<String> lines = new ArrayList<>();
        for (ServerLine row : reply.rows()) {
            lines.add(row.value().equals("holder") ? held(row) : waits(row));
        }
        String name = quoted(reply.line().value());
        long holders = reply.line().number("holders", 0);
        String waiting = reply.line().number("waiting", 0) + " waiting";
        lines.add(
                holders == 0
                        ? "free: nobody holds " + name + "; " + waiting
                        : name + ": " + count(holders, "holder") + ", " + waiting
                                + (AnswerText.more(reply) ? ", not all of them shown" : ""));
        return lines;
    }

    private static String held(ServerLine row) {
        StringBuilder text = new StringBuilder("held: by ").append(holder(row));
        appendIfGiven(text, ", session ", row, "session");
        appendIfGiven(text, ", token ", row, "token");
        return appendRest(text, row);
    }

    private static String waits(ServerLine row) {
        StringBuilder text = new StringBuilder("waits: ")
                .append(row.option("pos"))
                .append(". ")
                .append(holder(row));
        appendIfGiven(text, ", session ", row, "session");
        String waited = row.option("waited");
        text.append(waited == null ? "" : ", for " + age(waited));
        String remaining = row.option("remaining");
        text.append(remaining == null ? "" : ", at most " + age(remaining) + " more");
        return appendRest(text, row);
    }

    private static String appendRest(StringBuilder text, ServerLine row) {
        if (row.option("mode") != null || row.option("permits") != null) {
            text.append(", ").append(mode(row));
        }
        appendIfGiven(text, ", ttl ", row, "ttl");
        String lease = row.option("lease");
        return text.append(lease == null ? "" : ", lease ends in " + age(lease)).toString();
    }
}
