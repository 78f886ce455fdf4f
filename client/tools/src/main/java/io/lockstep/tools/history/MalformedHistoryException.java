package io.lockstep.tools.history;

/** A line of a history that is not in the format. The message says what is wrong, and where. */
public final class MalformedHistoryException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedHistoryException(String message) {
        super(message);
    }

    MalformedHistoryException atLine(String file, int line) {
        return new MalformedHistoryException(file + ":" + line + ": " + getMessage());
    }
}
