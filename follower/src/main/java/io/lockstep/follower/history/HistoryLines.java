package io.lockstep.follower.history;

import io.lockstep.common.protocol.UtcTime;
import io.lockstep.common.record.PastGrant;
import io.lockstep.program.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lines of a history file: JSON objects with the keys of HISTORY, the number of the grant first. Pure. */
final class HistoryLines {

    private static final Pattern NUMBER = Pattern.compile("^\\{\"n\":(\\d{1,18}),");

    private HistoryLines() {}

    /** The lines of these grants, behind that of number {@code last}, 0 for none; with one about a gap, if need be. */
    static byte[] of(List<PastGrant> grants, long last) {
        StringBuilder lines = new StringBuilder();
        long next = last + 1;
        for (PastGrant past : grants) {
            if (past.number() > next && next > 1) {
                Map<String, Object> gap = new LinkedHashMap<>();
                gap.put("n", past.number() - 1);
                gap.put("missing", past.number() - next);
                lines.append(Json.object(gap)).append('\n');
            }
            lines.append(Json.object(fields(past))).append('\n');
            next = past.number() + 1;
        }
        return lines.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> fields(PastGrant past) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("n", past.number());
        fields.put("name", past.name().text());
        fields.put("owner", past.clientId());
        if (!past.label().isEmpty()) {
            fields.put("label", past.label());
        }
        fields.put("address", past.clientAddress());
        fields.put("token", past.token());
        fields.put("mode", past.mode().word());
        if (past.mode().isSemaphore()) {
            fields.put("permits", past.mode().holdersMax());
        }
        fields.put("since", UtcTime.format(past.sinceWallMillis()));
        fields.put("until", UtcTime.format(past.untilWallMillis()));
        fields.put("held_ms", past.heldMillis());
        fields.put("waited_ms", past.waitedMillis());
        fields.put("ended", past.ending().name().toLowerCase(Locale.ROOT));
        fields.put("waiting", past.waiting());
        return fields;
    }

    /** The number of the grant in a line; 0 if the line is of none. */
    static long numberOf(String line) {
        Matcher number = NUMBER.matcher(line);
        return number.find() ? Long.parseLong(number.group(1)) : 0;
    }
}
