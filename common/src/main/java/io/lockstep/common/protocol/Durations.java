package io.lockstep.common.protocol;

/** Durations in the form of the protocol: a whole number and a unit, {@code ms}, {@code s}, {@code m} or {@code h}. */
public final class Durations {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final int DIGITS_MAX = 9;

    private Durations() {}

    /** Returns the duration in milliseconds; -1 if the text is no duration. */
    public static long parseMillis(String text) {
        int digits = 0;
        long number = 0;
        while (digits < text.length() && LineSyntax.isDigit(text.charAt(digits))) {
            if (digits == DIGITS_MAX) {
                return -1;
            }
            number = number * 10 + (text.charAt(digits) - '0');
            digits++;
        }
        if (digits == 0) {
            return -1;
        }
        return switch (text.substring(digits)) {
            case "ms" -> number;
            case "s" -> number * SECOND;
            case "m" -> number * MINUTE;
            case "h" -> number * HOUR;
            default -> -1;
        };
    }

    /** Returns the exact duration in the largest possible unit: {@code 10s}, {@code 1500ms}, {@code 2m}. */
    public static String format(long millis) {
        if (millis == 0) {
            return "0s";
        }
        if (millis % HOUR == 0) {
            return millis / HOUR + "h";
        }
        if (millis % MINUTE == 0) {
            return millis / MINUTE + "m";
        }
        return millis % SECOND == 0 ? millis / SECOND + "s" : millis + "ms";
    }

    /** Returns an age in whole seconds, rounded down: {@code 75s}. */
    public static String formatAge(long millis) {
        return Math.max(0, millis) / SECOND + "s";
    }
}
