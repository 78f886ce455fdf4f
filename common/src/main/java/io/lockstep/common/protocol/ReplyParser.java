package io.lockstep.common.protocol;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Parses a server's line, for clients. Never throws, whatever the line. */
public final class ReplyParser {

    private ReplyParser() {}

    /** Parses a line without its line end; empty if it is no line of this protocol. */
    public static Optional<ServerLine> parse(String line) {
        LineLexer lexer = new LineLexer(line);
        try {
            String tag = lexer.tag();
            String start = lexer.run();
            lexer.readArguments();
            return switch (start) {
                case "OK" -> withWord(tag, ServerLine.Kind.OK, lexer);
                case "ERR" -> withWord(tag, ServerLine.Kind.ERR, lexer);
                case "*" -> tag.isEmpty() ? withWord(tag, ServerLine.Kind.PUSH, lexer) : Optional.empty();
                case "-" -> Optional.of(serverLine(tag, ServerLine.Kind.ROW, "", lexer.values(), lexer));
                default -> Optional.empty();
            };
        } catch (LineFlaw flaw) {
            return Optional.empty();
        }
    }

    private static Optional<ServerLine> withWord(String tag, ServerLine.Kind kind, LineLexer lexer) {
        List<String> values = lexer.values();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(serverLine(tag, kind, values.get(0), values.subList(1, values.size()), lexer));
    }

    private static ServerLine serverLine(
            String tag, ServerLine.Kind kind, String word, List<String> values, LineLexer lexer) {
        return new ServerLine(
                tag, kind, word, Collections.unmodifiableList(values), Collections.unmodifiableMap(lexer.options()));
    }
}
