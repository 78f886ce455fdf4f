package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.LoopConversation;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Held locks, in the order of their names. One reply of the line protocol ends after some hundred, so this asks until
 * it has enough.
 *
 * @param rows in the form of LIST
 * @param reply the last one, which may be an error
 */
public record LockList(List<ServerLine> rows, ServerLine reply) {

    /** Whether the server answered all that was asked. */
    public boolean isOk() {
        return reply.kind() == ServerLine.Kind.OK;
    }

    /** Whether there are more locks behind these. */
    public boolean more() {
        return "yes".equals(reply.option("more"));
    }

    /** The locks whose names begin with {@code prefix} and are above {@code after}; both may be empty. */
    public static LockList list(LoopConversation conversation, String prefix, String after, int limit)
            throws InterruptedException {
        return list(conversation, prefix, after, limit, line -> line);
    }

    /** The same, of those for which requests wait. */
    public static LockList awaited(LoopConversation conversation, String prefix, String after, int limit)
            throws InterruptedException {
        return list(conversation, prefix, after, limit, line -> line.option("waiting", "yes"));
    }

    private static LockList list(
            LoopConversation conversation, String prefix, String after, int limit, UnaryOperator<Line> filter)
            throws InterruptedException {
        List<ServerLine> rows = new ArrayList<>();
        String last = after;
        while (true) {
            String from = last;
            Answer page = conversation.ask(
                    Verb.LIST,
                    line -> filter.apply(
                            line.option("prefix", prefix).option("after", from).option("limit", limit - rows.size())));
            rows.addAll(page.rows());
            LockList all = new LockList(rows, page.reply());
            if (!all.isOk()
                    || !all.more()
                    || rows.size() >= limit
                    || page.rows().isEmpty()) {
                return all;
            }
            last = rows.get(rows.size() - 1).value();
        }
    }
}
