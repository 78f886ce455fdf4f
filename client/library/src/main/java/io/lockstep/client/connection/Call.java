package io.lockstep.client.connection;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request of a client: the verb, values and options, all unescaped. Immutable.
 *
 * @param options in the order in which they are sent
 */
public record Call(Verb verb, List<String> values, Map<String, String> options) {

    public Call {
        values = List.copyOf(values);
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** A request without options. */
    public static Call of(Verb verb, String... values) {
        return new Call(verb, List.of(values), Map.of());
    }

    /** The same request with one more option. */
    public Call with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new Call(verb, values, more);
    }

    /** The same request with one more option, a number. */
    public Call with(String key, long value) {
        return with(key, Long.toString(value));
    }

    /** The first value, usually the lock name; empty if there is none. */
    public String name() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Whether it may change the holder of a lock, so that a resend needs a request number. */
    public boolean changesLocks() {
        return verb == Verb.LOCK || verb == Verb.EXTEND || verb == Verb.RELEASE || verb == Verb.FORCE;
    }

    /** Whether the server answers it only within a session, and opens one if there is none. */
    public boolean needsSession() {
        return changesLocks() || verb == Verb.WHOAMI;
    }

    /** How long it may wait for its answer, in milliseconds; 0 if it does not wait. */
    public long waitMillis() {
        return verb == Verb.LOCK ? Math.max(0, Durations.parseMillis(options.getOrDefault("wait", "0s"))) : 0;
    }

    /** The line to send, without a line end. */
    String line(String tag) {
        Line line = Line.request(tag, verb);
        values.forEach(line::value);
        options.forEach(line::option);
        return line.text();
    }
}
