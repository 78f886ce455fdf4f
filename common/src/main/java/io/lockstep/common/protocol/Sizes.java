package io.lockstep.common.protocol;

/**
 * Sizes in bytes in the form of the protocol: a whole number, alone or with the unit {@code k}, {@code m} or {@code g}.
 */
public final class Sizes {

    private static final String UNITS = "kmg";
    private static final int DIGITS_MAX = 15;
    private static final int UNIT_BITS = 10;

    private Sizes() {}

    /** Returns the size in bytes; -1 if the text is no size or is too large. */
    public static long parseBytes(String text) {
        if (text.isEmpty()) {
            return -1;
        }
        int unit = UNITS.indexOf(Character.toLowerCase(text.charAt(text.length() - 1))) + 1;
        String digits = unit == 0 ? text : text.substring(0, text.length() - 1);
        long number = digits.length() > DIGITS_MAX ? -1 : Arguments.parse(digits);
        long bytes = number << (UNIT_BITS * unit);
        return number < 0 || bytes >> (UNIT_BITS * unit) != number ? -1 : bytes;
    }

    /** Returns the exact size in the largest possible unit: {@code 64m}, {@code 1500}. */
    public static String format(long bytes) {
        int unit = 0;
        long number = bytes;
        while (unit < UNITS.length() && number > 0 && number % (1 << UNIT_BITS) == 0) {
            number >>= UNIT_BITS;
            unit++;
        }
        return unit == 0 ? Long.toString(number) : number + UNITS.substring(unit - 1, unit);
    }

    /** Returns the size rounded up to whole mebibytes. */
    public static String formatRoundedUp(long bytes) {
        long unit = 1L << (2 * UNIT_BITS);
        return format((bytes + unit - 1) / unit * unit);
    }
}
