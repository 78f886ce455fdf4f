package io.lockstep.simulation.client;

import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request as a client words it.
 *
 * @param name of the lock; empty where the request has none
 * @param options in the order given
 */
public record Ask(Verb verb, String name, Map<String, String> options) {

    public static Ask of(Verb verb) {
        return new Ask(verb, "", Map.of());
    }

    public static Ask of(Verb verb, String name) {
        return new Ask(verb, name, Map.of());
    }

    /** The same request with one more option. */
    public Ask with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new Ask(verb, name, more);
    }

    public Ask with(String key, long value) {
        return with(key, Long.toString(value));
    }

    /** The option as a number; 0 if there is none. */
    public long number(String key) {
        return Long.parseLong(options.getOrDefault(key, "0"));
    }

    public boolean isSync() {
        return "sync".equals(options.get("read"));
    }

    /** Whether it may change who owns a lock. */
    public boolean changesLocks() {
        return verb == Verb.LOCK || verb == Verb.RELEASE;
    }

    /** The line, without its end. */
    public String text(String tag) {
        Line line = Line.request(tag, verb);
        if (!name.isEmpty()) {
            line.value(name);
        }
        options.forEach(line::option);
        return line.text();
    }
}
