package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.LoopConversation;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.ArrayList;
import java.util.List;

/**
 * Sessions, in the order of their numbers. One reply of the line protocol looks at some thousand and has some hundred,
 * so this asks several times.
 *
 * @param rows in the form of SESSIONS
 * @param reply the last one, which may be an error; it says after which number to go on, if there may be more
 */
public record SessionList(List<ServerLine> rows, ServerLine reply) {

    /** However few sessions have the label: the rest is for the next request. */
    private static final int QUESTIONS_MAX = 20;

    /** Whether the server answered all that was asked. */
    public boolean isOk() {
        return reply.kind() == ServerLine.Kind.OK;
    }

    /** Whether there may be more sessions behind these. */
    public boolean more() {
        return "yes".equals(reply.option("more"));
    }

    /**
     * The sessions whose labels begin with {@code prefix}.
     *
     * @param after the number above which to begin; empty for the first session
     */
    public static SessionList list(LoopConversation conversation, String prefix, String after, int limit)
            throws InterruptedException {
        List<ServerLine> rows = new ArrayList<>();
        String last = after.isEmpty() ? "0" : after;
        for (int asked = 1; ; asked++) {
            String from = last;
            Answer page = conversation.ask(
                    Verb.SESSIONS,
                    line -> line.option("prefix", prefix).option("after", from).option("limit", limit - rows.size()));
            rows.addAll(page.rows());
            SessionList all = new SessionList(rows, page.reply());
            if (!all.isOk() || !all.more() || rows.size() >= limit || asked == QUESTIONS_MAX) {
                return all;
            }
            last = page.reply().options().getOrDefault("after", from);
        }
    }
}
