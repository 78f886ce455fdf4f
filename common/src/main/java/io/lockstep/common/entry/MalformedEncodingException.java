package io.lockstep.common.entry;

/** Bytes that are not what they should be: damaged, cut off, or written by something else. The message says how. */
public final class MalformedEncodingException extends IllegalArgumentException {

    public MalformedEncodingException(String message) {
        super(message);
    }
}
