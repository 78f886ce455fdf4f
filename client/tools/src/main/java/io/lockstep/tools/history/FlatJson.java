package io.lockstep.tools.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Parses a JSON object whose values are text, whole numbers or null. A value of another kind is skipped and becomes
 * {@link #OTHER}. Pure.
 */
final class FlatJson {

    /** Stands for a value that is neither text, nor a whole number, nor null. */
    static final Object OTHER = new Object();

    private static final int NESTING_MAX = 100;
    private static final int HEX_DIGITS = 4;
    private static final int HEX = 16;

    private final String text;
    private int at;

    private FlatJson(String text) {
        this.text = text;
    }

    /** The fields in order; an empty Optional stands for null. */
    static Map<String, Object> parse(String text) throws MalformedHistoryException {
        FlatJson parser = new FlatJson(text);
        Map<String, Object> fields = parser.object(0);
        parser.skipSpace();
        if (parser.at < text.length()) {
            throw parser.flaw("more text after the object");
        }
        return fields;
    }

    private Map<String, Object> object(int depth) throws MalformedHistoryException {
        Map<String, Object> fields = new LinkedHashMap<>();
        expect('{');
        if (skips('}')) {
            return fields;
        }
        do {
            skipSpace();
            String key = string();
            expect(':');
            if (fields.put(key, value(depth)) != null) {
                throw flaw("field \"" + key + "\" twice");
            }
        } while (skips(','));
        expect('}');
        return fields;
    }

    private Object value(int depth) throws MalformedHistoryException {
        if (depth > NESTING_MAX) {
            throw flaw("too deeply nested");
        }
        skipSpace();
        char c = at < text.length() ? text.charAt(at) : ' ';
        return switch (c) {
            case '"' -> string();
            case '{' -> {
                object(depth + 1);
                yield OTHER;
            }
            case '[' -> {
                array(depth + 1);
                yield OTHER;
            }
            default -> word();
        };
    }

    private void array(int depth) throws MalformedHistoryException {
        expect('[');
        if (skips(']')) {
            return;
        }
        do {
            value(depth);
        } while (skips(','));
        expect(']');
    }

    private Object word() throws MalformedHistoryException {
        int start = at;
        while (at < text.length() && "{}[],: \t\"".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("null")) {
            return Optional.empty();
        }
        if (word.matches("-?(0|[1-9][0-9]{0,18})")) {
            try {
                return Long.parseLong(word);
            } catch (NumberFormatException e) {
                throw flaw("number out of bounds");
            }
        }
        if (word.matches("true|false|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            return OTHER;
        }
        throw flaw("not a value");
    }

    private String string() throws MalformedHistoryException {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                throw flaw("control character in text");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        throw flaw("text is not closed");
    }

    private char escaped() throws MalformedHistoryException {
        char c = at < text.length() ? text.charAt(at++) : ' ';
        return switch (c) {
            case '"', '\\', '/' -> c;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw flaw("no such escape");
        };
    }

    private char hex() throws MalformedHistoryException {
        int end = at + HEX_DIGITS;
        if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
            throw flaw("four hex digits expected");
        }
        char c = (char) Integer.parseInt(text.substring(at, end), HEX);
        at = end;
        return c;
    }

    private void expect(char c) throws MalformedHistoryException {
        if (!skips(c)) {
            throw flaw("'" + c + "' expected");
        }
    }

    private boolean skips(char c) {
        skipSpace();
        boolean here = at < text.length() && text.charAt(at) == c;
        at += here ? 1 : 0;
        return here;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private MalformedHistoryException flaw(String what) {
        return new MalformedHistoryException(what + " at column " + (at + 1));
    }
}
