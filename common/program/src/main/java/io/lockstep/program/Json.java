package io.lockstep.program;

import io.lockstep.common.protocol.LineSyntax;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Writes one JSON value on one line: maps, lists, text, numbers and booleans. Text stays plain UTF-8, except for what a
 * terminal must not be shown, see {@link LineSyntax#mustBeEscaped}.
 */
public final class Json {

    private Json() {}

    /** Returns the map as one object, with its keys in the map's order. */
    public static String object(Map<String, ?> fields) {
        StringBuilder text = new StringBuilder();
        writeObject(text, fields);
        return text.toString();
    }

    private static void writeObject(StringBuilder text, Map<?, ?> fields) {
        text.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = fields.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<?, ?> field = entries.next();
            writeText(text, String.valueOf(field.getKey()));
            text.append(':');
            writeValue(text, field.getValue());
            text.append(entries.hasNext() ? "," : "");
        }
        text.append('}');
    }

    private static void writeValue(StringBuilder text, Object value) {
        if (value instanceof Number || value instanceof Boolean) {
            text.append(value);
        } else if (value instanceof Map<?, ?> fields) {
            writeObject(text, fields);
        } else if (value instanceof List<?> items) {
            writeList(text, items);
        } else {
            writeText(text, value.toString());
        }
    }

    private static void writeList(StringBuilder text, List<?> items) {
        text.append('[');
        Iterator<?> iterator = items.iterator();
        while (iterator.hasNext()) {
            writeValue(text, iterator.next());
            text.append(iterator.hasNext() ? "," : "");
        }
        text.append(']');
    }

    private static void writeText(StringBuilder text, String value) {
        text.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (LineSyntax.mustBeEscaped(c)) {
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
