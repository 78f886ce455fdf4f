package io.lockstep.client.admin.dump;

import io.lockstep.program.Json;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One line of a dump, which is about a part of the data or about an entry of the log. Pure. */
final class DumpLine {

    private static final Pattern PART = Pattern.compile("(\\w+)  (intact|NOT INTACT): (.*)");
    private static final Pattern ENTRY = Pattern.compile("([0-9]{1,18})  (?:term ([0-9]{1,18})  )?(.*)");

    private DumpLine() {}

    /**
     * The same as an object: {@code part}, {@code intact} and {@code what}; or {@code index}, {@code term} and {@code
     * what}.
     */
    static String json(String line) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Matcher part = PART.matcher(line);
        Matcher entry = ENTRY.matcher(line);
        if (part.matches()) {
            fields.put("part", part.group(1));
            fields.put("intact", part.group(2).equals("intact"));
            fields.put("what", part.group(3));
        } else if (entry.matches()) {
            fields.put("index", Long.parseLong(entry.group(1)));
            if (entry.group(2) != null) {
                fields.put("term", Long.parseLong(entry.group(2)));
            }
            fields.put("what", entry.group(3));
        } else {
            fields.put("what", line);
        }
        return Json.object(fields);
    }
}
