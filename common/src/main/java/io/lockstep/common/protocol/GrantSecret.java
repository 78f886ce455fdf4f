package io.lockstep.common.protocol;

/**
 * The key of a grant with its own lease, as its client has it: a text of 1 to {@value #BYTES_MAX} bytes of UTF-8
 * without control characters. {@link #toString} does not tell it.
 */
public record GrantSecret(String text) {

    /** Longest key, in bytes of UTF-8. */
    public static final int BYTES_MAX = 255;

    @Override
    public String toString() {
        return "GrantSecret";
    }
}
