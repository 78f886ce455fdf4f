package io.lockstep.common.protocol;

/** The result of parsing a client's line. A tag includes its {@code #} and is empty if the line has none. */
public sealed interface ParsedLine {

    /** A request. */
    record Accepted(String tag, Request request) implements ParsedLine {}

    /**
     * Not a request. The answer is {@code code} and {@code message}; the connection stays open unless the code closes
     * it.
     */
    record Malformed(String tag, ErrorCode code, String message) implements ParsedLine {}

    /** An empty line, or white space. Gets no answer. */
    record Blank() implements ParsedLine {}
}
