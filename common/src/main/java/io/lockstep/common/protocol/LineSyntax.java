package io.lockstep.common.protocol;

/** The special characters of a line, and the written form of values, which reads back the same. */
public final class LineSyntax {

    private LineSyntax() {}

    /** Returns the value as a line has it: bare if possible, otherwise in double quotes with escapes. */
    public static String written(String value) {
        return isBare(value) ? value : quoted(value);
    }

    /** Returns the value in double quotes, with escapes. */
    public static String quoted(String value) {
        StringBuilder line = new StringBuilder(value.length() + 8);
        appendQuoted(line, value);
        return line.toString();
    }

    /**
     * Returns the text as a terminal may show it: on one line, with every character that a value must escape in its
     * written form. Spaces, quotes and backslashes stay as they are.
     */
    public static String shown(String text) {
        StringBuilder shown = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            appendShown(shown, text.charAt(i));
        }
        return shown.toString();
    }

    static void append(StringBuilder line, String value) {
        if (isBare(value)) {
            line.append(value);
        } else {
            appendQuoted(line, value);
        }
    }

    private static boolean isBare(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isBare(c) || mustBeEscaped(c)) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static void appendQuoted(StringBuilder line, String value) {
        line.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                line.append('\\').append(c);
            } else {
                appendShown(line, c);
            }
        }
        line.append('"');
    }

    private static void appendShown(StringBuilder line, char c) {
        switch (c) {
            case '\n' -> line.append("\\n");
            case '\r' -> line.append("\\r");
            case '\t' -> line.append("\\t");
            default -> {
                if (mustBeEscaped(c)) {
                    line.append("\\u{").append(Integer.toHexString(c)).append('}');
                } else {
                    line.append(c);
                }
            }
        }
    }

    /** Returns whether an unquoted value may contain the character. */
    static boolean isBare(char c) {
        return c > ' ' && c != '"' && c != '\'' && c != '=' && c != '\\' && c != 0x7F;
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    /** Returns whether no line may contain the character: the ASCII control characters. */
    static boolean isForbidden(char c) {
        return c < ' ' || c == 0x7F;
    }

    /**
     * Returns whether a value must escape the character: control characters, characters that some languages treat as a
     * line end, and those that change the direction of the text around them, so that it reads as something else.
     */
    public static boolean mustBeEscaped(char c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029' || changesDirection(c);
    }

    /** The characters with the property Bidi_Control of Unicode. */
    private static boolean changesDirection(char c) {
        return c == '\u061C'
                || c == '\u200E'
                || c == '\u200F'
                || (c >= '\u202A' && c <= '\u202E')
                || (c >= '\u2066' && c <= '\u2069');
    }

    /** Returns whether the text is a tag with its {@code #}. */
    static boolean isTag(String text) {
        if (text.length() < 2 || text.length() > 1 + ProtocolLimits.TAG_LENGTH_MAX || text.charAt(0) != '#') {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '-' && c != '_' && c != '.') {
                return false;
            }
        }
        return true;
    }

    static boolean isVerb(String text) {
        if (text.length() > ProtocolLimits.VERB_LENGTH_MAX || !isLetter(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLetter(c) && !isDigit(c) && c != '-') {
                return false;
            }
        }
        return true;
    }

    static boolean isKey(String text) {
        if (text.isEmpty() || text.length() > ProtocolLimits.KEY_LENGTH_MAX || !isLower(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLower(c) && !isDigit(c) && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetter(char c) {
        return isLower(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean isLower(char c) {
        return c >= 'a' && c <= 'z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
