package io.lockstep.common.lock;

import java.nio.charset.StandardCharsets;

/**
 * The name of a lock, chosen by its client: free text of 1 to {@value #BYTES_MAX} bytes of UTF-8, spaces allowed, control
 * characters not. Compared exactly.
 * Construction throws {@link IllegalArgumentException} if the text breaks one of these bounds; {@link #flawOf} says so
 * beforehand.
 */
public record LockName(String text) implements Comparable<LockName> {

    /** Longest name, in bytes of UTF-8. */
    public static final int BYTES_MAX = 255;

    public LockName {
        String flaw = flawOf(text);
        if (!flaw.isEmpty()) {
            throw new IllegalArgumentException(flaw);
        }
    }

    /** What is wrong with a name, as a clause fit for an error message; empty if nothing is. */
    public static String flawOf(String text) {
        if (text.isEmpty()) {
            return "a lock name must not be empty";
        }
        int bytes = text.length() > BYTES_MAX ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > BYTES_MAX) {
            return "a lock name has at most " + BYTES_MAX + " bytes of UTF-8";
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            return "a lock name must not hold control characters";
        }
        return "";
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
