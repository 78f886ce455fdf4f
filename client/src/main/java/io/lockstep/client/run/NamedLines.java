package io.lockstep.client.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The text of a variable that has one line for each lock: a value without spaces, a space, the name of the lock. */
final class NamedLines {

    private NamedLines() {}

    /**
     * The values by the names of the locks, in their order. A line of another form is left out.
     *
     * @param form of a value, a regular expression
     */
    static Map<String, String> read(String text, String form) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.split("\n")) {
            if (line.matches(form + " .+")) {
                int space = line.indexOf(' ');
                values.put(line.substring(space + 1), line.substring(0, space));
            }
        }
        return values;
    }

    /** The text with these values by the names of the locks. */
    static String write(Map<String, ?> values) {
        return values.entrySet().stream()
                .map(each -> each.getValue() + " " + each.getKey())
                .collect(Collectors.joining("\n"));
    }
}
