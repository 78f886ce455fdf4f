package io.lockstep.client.answer;

/** Whether to colour the first word of a line, which tells success from failure. */
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

    /** Colours the first word of a line by its meaning; returns a line without such a word unchanged. */
    public String paint(String line) {
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
