package io.lockstep.common.command;

/**
 * The name of a lock, chosen by its client: free text of 1 to {@value #BYTES_MAX} bytes of UTF-8. Spaces are allowed,
 * control characters are not. Names are compared exactly.
 *
 * <p>The constructor throws {@link IllegalArgumentException} if the text breaks one of these rules; {@link #flawOf}
 * checks them beforehand.
 */
public record LockName(String text) implements Comparable<LockName> {

    /** Longest name, in bytes of UTF-8. */
    public static final int BYTES_MAX = 255;

    private static final String TOO_LONG = "a lock name has at most " + BYTES_MAX + " bytes of UTF-8";

    public LockName {
        String flaw = flawOf(text);
        if (!flaw.isEmpty()) {
            throw new IllegalArgumentException(flaw);
        }
    }

    /** Returns what is wrong with a name, as a clause fit for an error message; empty if the name is valid. */
    public static String flawOf(String text) {
        if (text.isEmpty()) {
            return "a lock name must not be empty";
        }
        if (text.length() > BYTES_MAX) {
            return TOO_LONG;
        }
        int bytes = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = text.charAt(at);
            if (Character.isISOControl(character)) {
                return "a lock name must not contain control characters";
            }
            if (Character.isSurrogate(character)) {
                if (!isPair(text, at)) {
                    return "a lock name must be text that UTF-8 can carry";
                }
                at++;
                bytes += 4;
            } else {
                bytes += character < 0x80 ? 1 : character < 0x800 ? 2 : 3;
            }
        }
        return bytes > BYTES_MAX ? TOO_LONG : "";
    }

    private static boolean isPair(String text, int at) {
        return at + 1 < text.length() && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
    }

    @Override
    public int compareTo(LockName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
