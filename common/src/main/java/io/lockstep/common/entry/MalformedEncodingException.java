package io.lockstep.common.entry;

/** Thrown for bytes that are damaged, cut off, or of another format. The message says how. */
public final class MalformedEncodingException extends IllegalArgumentException {

    /** The message says what is wrong with the bytes. */
    public MalformedEncodingException(String message) {
        super(message);
    }
}
