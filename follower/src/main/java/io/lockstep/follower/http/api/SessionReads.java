package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import io.lockstep.program.LineFields;
import java.util.LinkedHashMap;
import java.util.Map;

/** Answers which sessions there are, and what one of them holds and waits for. */
final class SessionReads {

    private SessionReads() {}

    /** {@code GET /v1/sessions?prefix=&after=&limit=}. */
    static HttpReply list(HttpRequest request) throws InterruptedException {
        int limit = LockReads.limit(request);
        if (limit == 0) {
            return LockReads.badLimit();
        }
        SessionList sessions = SessionList.list(
                request.conversation(),
                LockReads.given(request.parameter("prefix")),
                LockReads.given(request.parameter("after")),
                limit);
        if (!sessions.isOk()) {
            return Refusals.of(sessions.reply());
        }
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("sessions", sessions.rows().stream().map(LineFields::of).toList());
        all.put("more", sessions.more());
        if (sessions.more()) {
            all.put("after", sessions.reply().number("after", 0));
        }
        all.put("index", sessions.reply().number("index", 0));
        return HttpReply.json(200, all);
    }

    /** {@code GET /v1/sessions/N?limit=}. */
    static HttpReply one(HttpRequest request) throws InterruptedException {
        Answer answer =
                request.conversation().ask(Verb.SESSIONS, line -> request.pass(line.value(request.under()), "limit"));
        if (!answer.isOk()) {
            return Refusals.of(answer.reply());
        }
        Map<String, Object> all = LineFields.of(answer.reply());
        all.remove("n");
        all.remove("msg");
        all.put("holds", LockReads.rows(answer, "holds"));
        all.put("waits", LockReads.rows(answer, "waits"));
        all.put("more", "yes".equals(answer.reply().option("more")));
        return HttpReply.json(200, all);
    }
}
