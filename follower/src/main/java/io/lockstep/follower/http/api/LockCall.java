package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.LoopConversation;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import io.lockstep.program.LineFields;
import java.util.Map;

/** One request that changes a lock, from its HTTP form to the line protocol and back. */
final class LockCall {

    /** Longest wait for a lock. The client asks again with the same key, and loses its place in the queue. */
    static final long WAIT_MILLIS_MAX = 60_000;

    /** How much longer than the wait the session lives that waits. */
    private static final long SPARE_MILLIS = 15_000;

    private LockCall() {}

    /**
     * Asks for a grant with its own lease.
     *
     * @param label what others see of the client; empty for nothing
     * @param options of LOCK; one whose value is empty is left out
     */
    static Answer lock(HttpRequest request, String name, String label, Map<String, String> options)
            throws InterruptedException {
        LoopConversation conversation = request.conversation();
        long waitMillis = Math.max(0, Durations.parseMillis(options.getOrDefault("wait", "")));
        if (!label.isEmpty()) {
            Answer hello = conversation.ask(
                    Verb.HELLO,
                    line -> line.option("client", label).option("ttl", Durations.format(waitMillis + SPARE_MILLIS)));
            if (!hello.isOk()) {
                return hello;
            }
        }
        Answer answer = conversation.ask(Verb.LOCK, line -> with(line.value(name), options), waitMillis);
        if (!label.isEmpty()) {
            // A session that was opened with HELLO outlives the conversation, unless it is ended.
            conversation.ask(Verb.QUIT, line -> line);
        }
        return answer;
    }

    /** Asks for a change of the grant that there is: EXTEND, RELEASE or FORCE. */
    static Answer change(HttpRequest request, Verb verb, String name, Map<String, String> options)
            throws InterruptedException {
        return request.conversation().ask(verb, line -> with(line.value(name), options));
    }

    private static Line with(Line line, Map<String, String> options) {
        options.forEach((key, value) -> {
            if (!value.isEmpty()) {
                line.option(key, value);
            }
        });
        return line;
    }

    /** The reply: what the line says. */
    static HttpReply reply(Answer answer) {
        return answer.isOk() ? HttpReply.json(200, LineFields.named(answer.reply())) : Refusals.of(answer.reply());
    }
}
