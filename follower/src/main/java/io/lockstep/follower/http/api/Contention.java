package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.LoopConversation;
import io.lockstep.follower.http.LoopConversation.Answer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Where clients wait: of the locks for which requests wait, those with the longest lines, the oldest waiters, and the
 * oldest holders.
 *
 * @param locks without repetition, those with most waiters first
 * @param chains as {@link WaitChains} finds them among these
 * @param awaited how many locks have waiters
 * @param more whether there are more locks with waiters than one look counts
 * @param reply the last one, which may be an error
 */
public record Contention(
        List<AwaitedLock> locks, List<List<WaitChains.Link>> chains, int awaited, boolean more, ServerLine reply) {

    /** Of each kind. */
    private static final int TOP = 20;

    /** Holders and waiters of each lock: chains are looked for among these. */
    private static final int PEOPLE_MAX = 20;

    /** Whether the server answered all that was asked. */
    public boolean isOk() {
        return reply.kind() == ServerLine.Kind.OK;
    }

    /** Looks at the locks with this prefix. */
    public static Contention look(LoopConversation conversation, String prefix) throws InterruptedException {
        LockList awaited = LockList.awaited(conversation, prefix, "", ProtocolLimits.LIST_ROWS_MAX);
        if (!awaited.isOk()) {
            return new Contention(List.of(), List.of(), 0, false, awaited.reply());
        }
        Set<ServerLine> chosen = new LinkedHashSet<>();
        top(awaited, row -> row.number("waiting", 0)).forEach(chosen::add);
        top(awaited, row -> millis(row, "waited")).forEach(chosen::add);
        top(awaited, row -> millis(row, "held")).forEach(chosen::add);
        List<AwaitedLock> locks = new ArrayList<>();
        for (ServerLine row : chosen) {
            Answer who =
                    conversation.ask(Verb.WHO, line -> line.value(row.value()).option("limit", PEOPLE_MAX));
            if (!who.isOk()) {
                return new Contention(List.of(), List.of(), 0, false, who.reply());
            }
            locks.add(new AwaitedLock(row, who));
        }
        return new Contention(locks, WaitChains.of(locks), awaited.rows().size(), awaited.more(), awaited.reply());
    }

    private static Stream<ServerLine> top(LockList locks, ToLongFunction<ServerLine> measure) {
        return locks.rows().stream()
                .sorted(Comparator.comparingLong(measure).reversed())
                .limit(TOP);
    }

    private static long millis(ServerLine row, String key) {
        return Durations.parseMillis(row.options().getOrDefault(key, ""));
    }
}
