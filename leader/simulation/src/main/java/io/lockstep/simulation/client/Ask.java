package io.lockstep.simulation.client;

import io.lockstep.common.command.LockMode;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.Verb;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request in the words of a client.
 *
 * @param values mostly names of locks; a tag for CANCEL, an id for UNWATCH
 * @param options in the given order
 */
public record Ask(Verb verb, List<String> values, Map<String, String> options) {

    /** Makes a request without values. */
    public static Ask of(Verb verb) {
        return new Ask(verb, List.of(), Map.of());
    }

    /** Makes a request with one value. */
    public static Ask of(Verb verb, String name) {
        return of(verb, List.of(name));
    }

    /** Makes a request with these values. */
    public static Ask of(Verb verb, List<String> names) {
        return new Ask(verb, List.copyOf(names), Map.of());
    }

    /** Returns the same request with one more option. */
    public Ask with(String key, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(key, value);
        return new Ask(verb, values, more);
    }

    /** Returns the same request with one more option. */
    public Ask with(String key, long value) {
        return with(key, Long.toString(value));
    }

    /** Returns the (first) lock; empty if the request has none. */
    public String name() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Returns the option as a number; 0 if there is none. */
    public long number(String key) {
        return Long.parseLong(options.getOrDefault(key, "0"));
    }

    /** Returns whether it asks for a linearizable read. */
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

    /** Returns how long a LOCK may wait; 0 if it does not wait. */
    public long waitMillis() {
        return Durations.parseMillis(options.getOrDefault("wait", "0s"));
    }

    /** Returns the mode of a LOCK. */
    public LockMode mode() {
        if (options.containsKey("permits")) {
            return LockMode.permits((int) number("permits"));
        }
        return "shared".equals(options.get("mode")) ? LockMode.SHARED : LockMode.EXCLUSIVE;
    }

    /** Returns whether the request may change the owner of a lock, and may have a number. */
    public boolean changesLocks() {
        return verb == Verb.LOCK || verb == Verb.EXTEND || verb == Verb.RELEASE || verb == Verb.FORCE;
    }

    /** Returns whether it is a LOCK that asks for a grant with its own lease. */
    public boolean asksForLease() {
        return verb == Verb.LOCK && options.containsKey("lease");
    }

    /** Returns whether it is about a grant with its own lease: it asks for one, or names its key. */
    public boolean isAboutLease() {
        return asksForLease() || (verb != Verb.HELLO && options.containsKey("key"));
    }

    /** Returns the lease that a LOCK or an EXTEND asks for. */
    public long leaseMillis() {
        return Durations.parseMillis(options.getOrDefault("lease", "0s"));
    }

    /** Returns the line, without its line end. */
    public String text(String tag) {
        Line line = Line.request(tag, verb);
        values.forEach(line::value);
        options.forEach(line::option);
        return line.text();
    }
}
