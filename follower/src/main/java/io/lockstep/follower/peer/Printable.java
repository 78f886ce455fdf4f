package io.lockstep.follower.peer;

/** Text of another server, made fit for a log and a terminal. */
final class Printable {

    private static final int LENGTH_MAX = 500;
    private static final int ID_LENGTH_MAX = 128;

    private Printable() {}

    /** Cuts a text that is too long, and replaces what is no plain ASCII. */
    static String of(String text) {
        String cut = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "..." : text;
        return cut.replaceAll("[^ -~]", "?");
    }

    /** Whether a text may be the id of a cluster or of a data directory. */
    static boolean isId(String text) {
        return text.length() <= ID_LENGTH_MAX && text.matches("[!-~]*");
    }
}
