package io.lockstep.common.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Splits one line from left to right: the tag, the first word, then values and options. Requests and replies have the
 * same parts, so server and client share it. Single use, single thread.
 */
final class LineLexer {

    private final String line;
    private int position;
    private List<String> values = List.of();
    private Map<String, String> options = Map.of();

    LineLexer(String line) {
        this.line = line;
        skipSpace();
    }

    boolean atEnd() {
        return position == line.length();
    }

    /** Reads the tag with its {@code #}; empty if the line has none. Call it first. */
    String tag() throws LineFlaw {
        if (atEnd() || line.charAt(position) != '#') {
            return "";
        }
        String tag = run();
        if (!LineSyntax.isTag(tag)) {
            throw LineFlaw.format("a tag is # and 1 to 16 letters, digits, or - _ .");
        }
        return tag;
    }

    /** Reads the next run of characters that are not white space; empty at the end. */
    String run() {
        int start = position;
        while (!atEnd() && !LineSyntax.isSpace(line.charAt(position))) {
            position++;
        }
        String run = line.substring(start, position);
        skipSpace();
        return run;
    }

    /** Reads the rest of the line into {@link #values} and {@link #options}. */
    void readArguments() throws LineFlaw {
        while (!atEnd()) {
            if (line.charAt(position) == '"') {
                addValue(quoted());
            } else {
                String bare = bare();
                if (!atEnd() && line.charAt(position) == '=') {
                    position++;
                    addOption(bare, optionValue());
                } else {
                    addValue(bare);
                }
            }
            if (!atEnd() && !LineSyntax.isSpace(line.charAt(position))) {
                throw misplaced(line.charAt(position));
            }
            skipSpace();
        }
    }

    /** Returns the values, in the order of the line. */
    List<String> values() {
        return values;
    }

    /** Returns the options, in the order of the line. */
    Map<String, String> options() {
        return options;
    }

    private void addValue(String value) {
        if (values.isEmpty()) {
            values = new ArrayList<>(2);
        }
        values.add(value);
    }

    private void addOption(String key, String value) throws LineFlaw {
        if (!LineSyntax.isKey(key)) {
            throw LineFlaw.format(
                    "before = an option's name is expected, in lower case; quote a value that contains =");
        }
        if (options.isEmpty()) {
            options = new LinkedHashMap<>();
        }
        if (options.put(key, value) != null) {
            throw LineFlaw.arguments("option " + key + " is given twice");
        }
    }

    private String optionValue() throws LineFlaw {
        if (atEnd() || LineSyntax.isSpace(line.charAt(position))) {
            throw LineFlaw.format("a value is expected after =; an empty one is written \"\"");
        }
        return line.charAt(position) == '"' ? quoted() : bare();
    }

    private String bare() {
        int start = position;
        while (!atEnd() && LineSyntax.isBare(line.charAt(position))) {
            position++;
        }
        return line.substring(start, position);
    }

    private String quoted() throws LineFlaw {
        position++;
        int start = position;
        while (!atEnd()) {
            char c = line.charAt(position);
            if (c == '"') {
                position++;
                return line.substring(start, position - 1);
            }
            if (c == '\\') {
                return quotedWithEscapes(start);
            }
            if (LineSyntax.isForbidden(c)) {
                throw misplaced(c);
            }
            position++;
        }
        throw LineFlaw.format("a double quote is not closed");
    }

    private String quotedWithEscapes(int start) throws LineFlaw {
        StringBuilder text = new StringBuilder(line.length() - start).append(line, start, position);
        while (!atEnd()) {
            char c = line.charAt(position++);
            if (c == '"') {
                return text.toString();
            }
            if (LineSyntax.isForbidden(c)) {
                throw misplaced(c);
            }
            if (c == '\\') {
                text.appendCodePoint(escaped());
            } else {
                text.append(c);
            }
        }
        throw LineFlaw.format("a double quote is not closed");
    }

    private int escaped() throws LineFlaw {
        char c = atEnd() ? ' ' : line.charAt(position++);
        return switch (c) {
            case '"', '\\' -> c;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> codePoint();
            default -> throw LineFlaw.format("after \\ one of \" \\ n r t u{HEX} is expected");
        };
    }

    private int codePoint() throws LineFlaw {
        int close = line.indexOf('}', position);
        int digits = close - position - 1;
        if (digits < 1 || digits > 6 || line.charAt(position) != '{') {
            throw LineFlaw.format("an escape by number is \\u{1 to 6 hex digits}");
        }
        int codePoint = 0;
        for (int i = position + 1; i < close; i++) {
            char c = line.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, 16) : -1;
            if (digit < 0) {
                throw LineFlaw.format("an escape by number is \\u{1 to 6 hex digits}");
            }
            codePoint = codePoint * 16 + digit;
        }
        if (codePoint > Character.MAX_CODE_POINT || (codePoint >= 0xD800 && codePoint <= 0xDFFF)) {
            throw LineFlaw.format("\\u{" + Integer.toHexString(codePoint) + "} is no character");
        }
        position = close + 1;
        return codePoint;
    }

    private static LineFlaw misplaced(char c) {
        if (LineSyntax.isForbidden(c)) {
            return LineFlaw.format("control character; write \\u{" + Integer.toHexString(c) + "} in double quotes");
        }
        return LineFlaw.format("misplaced " + c + "; text with quotes, = or \\ goes in double quotes");
    }

    private void skipSpace() {
        while (!atEnd() && LineSyntax.isSpace(line.charAt(position))) {
            position++;
        }
    }
}
