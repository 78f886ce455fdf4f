package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ErrorCode;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.LoopConversation;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import io.lockstep.program.LineFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers which locks are held, and who holds one, waits for it, or held it before. */
final class LockReads {

    private LockReads() {}

    /** {@code GET /v1/locks?prefix=&after=&limit=&waiting=yes}. */
    static HttpReply list(HttpRequest request) throws InterruptedException {
        int limit = limit(request);
        if (limit == 0) {
            return badLimit();
        }
        LoopConversation conversation = request.conversation();
        String prefix = given(request.parameter("prefix"));
        String after = given(request.parameter("after"));
        LockList locks = "yes".equals(request.parameter("waiting"))
                ? LockList.awaited(conversation, prefix, after, limit)
                : LockList.list(conversation, prefix, after, limit);
        if (!locks.isOk()) {
            return Refusals.of(locks.reply());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("locks", locks.rows().stream().map(LineFields::named).toList());
        all.put("more", locks.more());
        all.put("index", locks.reply().number("index", 0));
        return HttpReply.json(200, all);
    }

    static HttpReply badLimit() {
        return HttpReply.error(
                Refusals.status(ErrorCode.BAD_ARGS),
                ErrorCode.BAD_ARGS.name(),
                "limit is a whole number from 1 to " + ProtocolLimits.LIST_ROWS_MAX);
    }

    /** 0 if it is out of bounds. */
    static int limit(HttpRequest request) {
        String text = request.parameter("limit");
        if (text == null) {
            return ProtocolLimits.LIST_ROWS_DEFAULT;
        }
        int limit = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        return limit > ProtocolLimits.LIST_ROWS_MAX ? 0 : limit;
    }

    static String given(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** {@code GET /v1/locks/NAME}, and {@code GET /v1/locks/NAME/history?at=&before=&limit=}. */
    static HttpReply one(HttpRequest request) throws InterruptedException {
        LockPath path = LockPath.of(request.under());
        if (path.action().equals("history")) {
            return history(request, path.name());
        }
        if (!path.action().isEmpty()) {
            return path.unknown();
        }
        LoopConversation conversation = request.conversation();
        Answer status = conversation.ask(Verb.STATUS, line -> line.value(path.name()));
        if (!status.isOk()) {
            return Refusals.of(status.reply());
        }
        Answer who = conversation.ask(Verb.WHO, line -> line.value(path.name()));
        if (!who.isOk()) {
            return Refusals.of(who.reply());
        }
        Map<String, Object> all = LineFields.named(status.reply());
        all.putAll(line(who));
        return HttpReply.json(200, all);
    }

    private static HttpReply history(HttpRequest request, String name) throws InterruptedException {
        Answer history = request.conversation()
                .ask(Verb.HISTORY, line -> request.pass(line.value(name), "at", "before", "limit"));
        if (!history.isOk()) {
            return Refusals.of(history.reply());
        }
        Map<String, Object> all = LineFields.named(history.reply());
        all.remove("n");
        all.put("holders", rows(history, "holder"));
        all.put("past", rows(history, "past"));
        all.put("more", "yes".equals(history.reply().option("more")));
        return HttpReply.json(200, all);
    }

    /** Who holds a lock and who waits for it, of the answer to WHO. */
    static Map<String, Object> line(Answer who) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("holders", rows(who, "holder"));
        all.put("waiting", who.reply().number("waiting", 0));
        all.put("waiters", rows(who, "waiter"));
        all.put("more", "yes".equals(who.reply().option("more")));
        return all;
    }

    /** The rows of an answer that begin with this word. */
    static List<Map<String, Object>> rows(Answer answer, String role) {
        return answer.rows().stream()
                .filter(row -> row.value().equals(role))
                .map(LineFields::of)
                .toList();
    }
}
