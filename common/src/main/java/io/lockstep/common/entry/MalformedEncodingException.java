package io.lockstep.common.entry;

/** Thrown for bytes that are damaged, cut off, or of another format. The message says how. */
public final class MalformedEncodingException extends IllegalArgumentException {

    public MalformedEncodingException(String message) {
        super(message);
    }
}
