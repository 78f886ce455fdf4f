package io.lockstep.common.protocol;

/** What a line from a client turned out to be. A tag includes its {@code #} and is empty if the line had none. */
public sealed interface ParsedLine {

    /** A request. */
    record Accepted(String tag, Request request) implements ParsedLine {}

    /** Not a request: to be answered with {@code code} and {@code message}. The connection stays, unless the code closes. */
    record Malformed(String tag, ErrorCode code, String message) implements ParsedLine {}

    /** An empty line, or white space. Gets no answer. */
    record Blank() implements ParsedLine {}
}
