package io.lockstep.client.answer;

import io.lockstep.common.protocol.LineSyntax;

/**
 * How a line is shown on a terminal: every line for a person passes here, and nowhere else is a value of a server made
 * harmless. Style also tells whether to colour the first word, which tells success from failure.
 */
public enum Style {
    /** No escape sequences. */
    PLAIN,
    /** Escape sequences for a terminal. */
    COLOURED;

    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RED = "\u001b[31m";
    private static final String MAGENTA = "\u001b[35m";
    private static final String RESET = "\u001b[0m";

    /**
     * The line as a terminal may show it, with its first word coloured by its meaning. A character that a terminal
     * would obey, or that would make the line read as another, is escaped.
     */
    public String paint(String text) {
        String line = LineSyntax.shown(text);
        int colon = line.indexOf(':');
        if (this == PLAIN || colon < 0) {
            return line;
        }
        String colour = switch (line.substring(0, colon)) {
            case "granted", "released", "free", "connected" -> GREEN;
            case "held", "refused", "moved", "waiting", "queued", "delayed" -> YELLOW;
            case "error", "unavailable", "lost", "expired", "gap", "disconnected" -> RED;
            case "unknown" -> MAGENTA;
            default -> "";
        };
        return colour.isEmpty() ? line : colour + line.substring(0, colon) + RESET + line.substring(colon);
    }
}
