package io.lockstep.simulation.client;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request as a client words it.
 *
 * @param values names of locks, mostly; a tag for CANCEL, an id for UNWATCH
 * @param options in the order given
 */
public record Ask(Verb verb, List<String> values, Map<String, String> options) {

    public static Ask of(Verb verb) {
        return new Ask(verb, List.of(), Map.of());
    }

    public static Ask of(Verb verb, String name) {
        return of(verb, List.of(name));
    }

    public static Ask of(Verb verb, List<String> names) {
        return new Ask(verb, List.copyOf(names), Map.of());
    }

    /** The same request with one more option. */
    public Ask with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new Ask(verb, values, more);
    }

    public Ask with(String key, long value) {
        return with(key, Long.toString(value));
    }

    /** The lock, of several the first; empty where the request has none. */
    public String name() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** The option as a number; 0 if there is none. */
    public long number(String key) {
        return Long.parseLong(options.getOrDefault(key, "0"));
    }

    public boolean isSync() {
        return "sync".equals(options.get("read"));
    }

    /** Whether it asks which locks are held, and is answered with a row for each. */
    public boolean listsLocks() {
        return verb == Verb.LIST || (verb == Verb.WATCH && "yes".equals(options.get("list")));
    }

    /** Whether it asks about the lock of this name. */
    public boolean isAbout(String lock) {
        return values.isEmpty() ? lock.startsWith(options.getOrDefault("prefix", "")) : lock.equals(name());
    }

    /** How long a LOCK waits at most; 0 if it does not wait. */
    public long waitMillis() {
        return Durations.parseMillis(options.getOrDefault("wait", "0s"));
    }

    /** How a LOCK wants to hold. */
    public LockMode mode() {
        if (options.containsKey("permits")) {
            return LockMode.permits((int) number("permits"));
        }
        return "shared".equals(options.get("mode")) ? LockMode.SHARED : LockMode.EXCLUSIVE;
    }

    /** Whether it may change who owns a lock, under a number. */
    public boolean changesLocks() {
        return verb == Verb.LOCK || verb == Verb.RELEASE || verb == Verb.FORCE;
    }

    /** The line, without its end. */
    public String text(String tag) {
        Line line = Line.request(tag, verb);
        values.forEach(line::value);
        options.forEach(line::option);
        return line.text();
    }
}
