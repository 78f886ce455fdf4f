package io.lockstep.follower.http.api;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.http.HttpLimits;
import io.lockstep.follower.http.HttpReply;
import io.lockstep.follower.http.HttpRequest;
import io.lockstep.follower.http.LoopConversation;
import io.lockstep.follower.http.LoopConversation.Answer;
import io.lockstep.follower.http.Refusals;
import io.lockstep.follower.watch.SharedLine;
import io.lockstep.program.Json;
import io.lockstep.program.LineFields;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The events of a WATCH as server-sent events, in the form of the HTML standard. An event is sent at once, then those
 * of the next moment together. So a stream costs the loop no more than that moment's room for events, however much
 * happens; what does not fit is left out, and {@code gap} says so. The form of an event is made once for all streams.
 */
final class EventStream {

    private static final String TYPE = "text/event-stream; charset=utf-8";

    /** Between two events comes a comment at the latest after this time, so that the client sees a broken stream. */
    private static final long SILENT_MILLIS_MAX = 4_000;

    /** Between two batches. */
    private static final long PAUSE_MILLIS = 50;

    /** The server ends a stream itself, in order, before it would be cut. */
    private static final long LIFE_NANOS = TimeUnit.SECONDS.toNanos(HttpLimits.RESPONSE_SECONDS_MAX - 30);

    private final LoopConversation conversation;
    private final OutputStream out;

    private EventStream(LoopConversation conversation, OutputStream out) {
        this.conversation = conversation;
        this.out = out;
    }

    /** {@code GET /v1/events?prefix=&name=&list=yes}. */
    static HttpReply open(HttpRequest request) throws InterruptedException {
        String name = request.parameter("name");
        Answer watch = request.conversation()
                .ask(Verb.WATCH, line -> request.pass(name == null ? line : line.value(name), "prefix", "list"));
        return watch.isOk()
                ? HttpReply.stream(TYPE, out -> new EventStream(request.conversation(), out).run(watch))
                : Refusals.of(watch.reply());
    }

    private void run(Answer watch) throws IOException, InterruptedException {
        long endNanos = System.nanoTime() + LIFE_NANOS;
        for (ServerLine row : watch.rows()) {
            out.write(event("held", LineFields.named(row)));
        }
        Map<String, Object> begun = LineFields.of(watch.reply());
        begun.remove("id");
        begun.remove("n");
        begun.put("more", begun.containsKey("more"));
        out.write(event("watching", begun));
        out.flush();
        while (!conversation.isOver() && endNanos - System.nanoTime() > 0) {
            List<SharedLine> pushes = conversation.awaitPushes(SILENT_MILLIS_MAX);
            if (pushes.isEmpty()) {
                out.write(": nothing happened\n\n".getBytes(StandardCharsets.UTF_8));
                out.flush();
            } else {
                for (SharedLine push : pushes) {
                    out.write(push.encoded(EventStream::event));
                }
                out.flush();
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        out.write(event("end", Map.of("message", "ask again to go on")));
        out.flush();
    }

    /** Streams share it, so it has nothing of one of them. */
    private static byte[] event(String text) {
        ServerLine push = ReplyParser.parse(text)
                .orElseThrow(() -> new IllegalStateException("this server pushed what is no line: " + text));
        Map<String, Object> fields = push.values().isEmpty() ? LineFields.of(push) : LineFields.named(push);
        fields.remove("watch");
        return event(push.word().toLowerCase(Locale.ROOT), fields);
    }

    private static byte[] event(String event, Map<String, ?> fields) {
        return ("event: " + event + "\ndata: " + Json.object(fields) + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
