package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.program.LineFields;
import java.util.List;
import java.util.Map;

/**
 * A held lock for which requests wait.
 *
 * @param row in the form of LIST
 * @param who the answer to WHO
 */
public record AwaitedLock(ServerLine row, Answer who) {

    /** The name of the lock. */
    public String name() {
        return row.value();
    }

    /** How many requests wait. */
    public long waiting() {
        return row.number("waiting", 0);
    }

    /** Who holds it: rows of WHO, the oldest first. */
    public List<ServerLine> holders() {
        return who.rows().stream().filter(each -> each.value().equals("holder")).toList();
    }

    /** Who waits: rows of WHO, first come first. */
    public List<ServerLine> waiters() {
        return who.rows().stream().filter(each -> each.value().equals("waiter")).toList();
    }

    Map<String, Object> fields() {
        Map<String, Object> all = LineFields.named(row);
        all.putAll(LockReads.line(who));
        return all;
    }
}
