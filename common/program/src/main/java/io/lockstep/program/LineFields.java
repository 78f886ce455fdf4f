package io.lockstep.program;

import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ServerLine;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What a line of a server says, as fields of a JSON object with the protocol's own keys. */
public final class LineFields {

    /** Options that are always text, even if they look like a number. */
    private static final Set<String> TEXTS = Set.of(
            "cluster",
            "doubtful",
            "hash",
            "key",
            "label",
            "missing",
            "msg",
            "name",
            "operator",
            "prefix",
            "reason",
            "rights",
            "subject",
            "user",
            "version",
            "waits_for");

    /** Options that are times: a number of milliseconds, under a key that says so. */
    private static final Set<String> TIMES = Set.of(
            "delay_max",
            "held",
            "hold_max",
            "lease",
            "lease_max",
            "remaining",
            "renewed",
            "silent",
            "ttl",
            "ttl_default",
            "ttl_max",
            "ttl_min",
            "wait_max",
            "waited");

    private LineFields() {}

    /** The options of a line; numbers as numbers, times in milliseconds. */
    public static Map<String, Object> of(ServerLine line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        line.options().forEach((key, value) -> {
            long millis = TIMES.contains(key) ? Durations.parseMillis(value) : -1;
            long number = TEXTS.contains(key) ? -1 : line.number(key, -1);
            if (millis >= 0) {
                fields.put(key + "_ms", millis);
            } else {
                fields.put(key, number >= 0 ? (Object) number : value);
            }
        });
        return fields;
    }

    /** The same of a line about a lock, or about several: first its name. Without the text for people. */
    public static Map<String, Object> named(ServerLine line) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("name", line.value());
        if (line.values().size() > 1) {
            all.put("names", line.values());
        }
        all.putAll(of(line));
        all.remove("msg");
        return all;
    }
}
