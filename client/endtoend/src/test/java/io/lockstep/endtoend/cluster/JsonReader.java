package io.lockstep.endtoend.cluster;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON value (RFC 8259): an object as a map in its own order, an array as a list, text, numbers as {@link
 * BigDecimal}, booleans, and null. A key that comes twice is refused.
 */
public final class JsonReader {

    private static final int DEPTH_MAX = 32;
    private static final int NUMBER_LENGTH_MAX = 40;
    private static final String ESCAPES = "\"\\/bfnrt";
    private static final String ESCAPED = "\"\\/\b\f\n\r\t";

    private final String text;
    private int at;

    private JsonReader(String text) {
        this.text = text;
    }

    /** The text is no JSON; the message says why. */
    public static final class BadJsonException extends Exception {
        BadJsonException(String what, int at) {
            super(what + " at character " + (at + 1));
        }
    }

    /** The only value in the text. */
    public static @Nullable Object read(String text) throws BadJsonException {
        JsonReader reader = new JsonReader(text);
        Object value = reader.value(0);
        reader.space();
        if (reader.at < text.length()) {
            throw reader.flaw("more than one value");
        }
        return value;
    }

    /** The only object in the text. */
    public static Map<?, ?> readObject(String text) throws BadJsonException {
        if (read(text) instanceof Map<?, ?> object) {
            return object;
        }
        throw new BadJsonException("an object is expected", 0);
    }

    private @Nullable Object value(int depth) throws BadJsonException {
        if (depth > DEPTH_MAX) {
            throw flaw("too deep");
        }
        space();
        char c = at < text.length() ? text.charAt(at) : 0;
        return switch (c) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Map<String, @Nullable Object> object(int depth) throws BadJsonException {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        at++;
        if (skip('}')) {
            return fields;
        }
        do {
            space();
            String key = string();
            if (fields.containsKey(key)) {
                throw flaw("a key that comes twice");
            }
            require(':');
            fields.put(key, value(depth + 1));
        } while (skip(','));
        require('}');
        return fields;
    }

    private List<@Nullable Object> array(int depth) throws BadJsonException {
        List<@Nullable Object> items = new ArrayList<>();
        at++;
        if (skip(']')) {
            return items;
        }
        do {
            items.add(value(depth + 1));
        } while (skip(','));
        require(']');
        return items;
    }

    private String string() throws BadJsonException {
        require('"');
        StringBuilder read = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return read.toString();
            } else if (c < ' ') {
                throw flaw("a control character in a text");
            }
            read.append(c == '\\' ? escape() : c);
        }
        throw flaw("a text without its end");
    }

    private char escape() throws BadJsonException {
        char c = at < text.length() ? text.charAt(at++) : 0;
        if (c != 'u') {
            int which = ESCAPES.indexOf(c);
            if (which < 0) {
                throw flaw("an unknown escape");
            }
            return ESCAPED.charAt(which);
        }
        int code = 0;
        for (int end = at + 4; at < end; at++) {
            int digit = at < text.length() ? Character.digit(text.charAt(at), 16) : -1;
            if (digit < 0) {
                throw flaw("four hexadecimal digits are expected");
            }
            code = code * 16 + digit;
        }
        return (char) code;
    }

    private BigDecimal number() throws BadJsonException {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String number = text.substring(start, at);
        // The pattern cannot backtrack far: the text is short.
        if (number.length() > NUMBER_LENGTH_MAX
                || !number.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]{1,3})?")) {
            throw flaw("a value is expected");
        }
        return new BigDecimal(number);
    }

    private @Nullable Object word(String word, @Nullable Object value) throws BadJsonException {
        if (!text.startsWith(word, at)) {
            throw flaw("a value is expected");
        }
        at += word.length();
        return value;
    }

    private boolean skip(char wanted) {
        space();
        boolean there = at < text.length() && text.charAt(at) == wanted;
        at += there ? 1 : 0;
        return there;
    }

    private void require(char wanted) throws BadJsonException {
        if (!skip(wanted)) {
            throw flaw("'" + wanted + "' is expected");
        }
    }

    private void space() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private BadJsonException flaw(String what) {
        return new BadJsonException(what, at);
    }
}
