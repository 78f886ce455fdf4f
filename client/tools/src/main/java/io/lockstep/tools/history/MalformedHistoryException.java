package io.lockstep.tools.history;

/** A malformed line of a history. The message describes the error and its place. */
public final class MalformedHistoryException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedHistoryException(String message) {
        super(message);
    }

    MalformedHistoryException atLine(String file, int line) {
        return new MalformedHistoryException(file + ":" + line + ": " + getMessage());
    }
}
