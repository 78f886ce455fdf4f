package io.lockstep.follower.http;

import io.lockstep.program.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The reply to a request.
 *
 * @param status such as 200
 * @param headers beside those that every reply has
 * @param body what to send
 */
public record HttpReply(int status, Map<String, String> headers, Body body) {

    private static final String JSON = "application/json";
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String TYPE = "Content-Type";

    /** What to send as the body. */
    public sealed interface Body {}

    /** A body that is known as a whole. */
    @SuppressWarnings("ArrayRecordComponent") // Nobody compares bodies.
    public record Whole(byte[] bytes) implements Body {}

    /** A body that is sent as it comes. */
    public record Stream(Writer writer) implements Body {}

    /** Writes a body. Ends with the connection, by an exception, or when it returns. */
    public interface Writer {

        /** Writes; {@code out} sends what it has when it is flushed. */
        void writeTo(OutputStream out) throws IOException, InterruptedException;
    }

    /** Any text. */
    public static HttpReply of(int status, String contentType, String text) {
        return new HttpReply(status, Map.of(TYPE, contentType), new Whole(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Lines for people. */
    public static HttpReply text(int status, String text) {
        return of(status, TEXT, text);
    }

    /** One JSON object. */
    public static HttpReply json(int status, Map<String, ?> fields) {
        return of(status, JSON, Json.object(fields) + "\n");
    }

    /** What went wrong: {@code code} for programs, a sentence for people. */
    public static HttpReply error(int status, String code, String message) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("error", code);
        fields.put("message", message);
        return json(status, fields);
    }

    /** A body that goes on, in chunks. */
    public static HttpReply stream(String contentType, Writer writer) {
        return new HttpReply(200, Map.of(TYPE, contentType), new Stream(writer));
    }

    /** The same reply with one more header. */
    public HttpReply with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new HttpReply(status, more, body);
    }
}
