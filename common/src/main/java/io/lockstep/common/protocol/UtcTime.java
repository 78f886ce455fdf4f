package io.lockstep.common.protocol;

/**
 * Times in the form of the protocol: ISO 8601 in UTC with milliseconds, {@code 2026-11-23T11:46:01.123Z}. Formatted by
 * hand, because every STATUS reply has one.
 */
public final class UtcTime {

    private static final long DAY_MILLIS = 86_400_000;
    private static final long ERA_DAYS = 146_097;

    /** Days from March 1 of the year 0 to January 1, 1970. */
    private static final long DAYS_TO_1970 = 719_468;

    private UtcTime() {}

    /** Returns the time as text. {@code wallMillis} counts from 1970. */
    public static String format(long wallMillis) {
        StringBuilder text = new StringBuilder(24);
        appendDate(text, Math.floorDiv(wallMillis, DAY_MILLIS));
        int millis = (int) Math.floorMod(wallMillis, DAY_MILLIS);
        append(text.append('T'), millis / 3_600_000, 2);
        append(text.append(':'), millis / 60_000 % 60, 2);
        append(text.append(':'), millis / 1_000 % 60, 2);
        append(text.append('.'), millis % 1_000, 3);
        return text.append('Z').toString();
    }

    /** Counts years from March, so that the leap day is the last day of a year. */
    private static void appendDate(StringBuilder text, long daysSince1970) {
        long days = daysSince1970 + DAYS_TO_1970;
        long era = Math.floorDiv(days, ERA_DAYS);
        long dayOfEra = Math.floorMod(days, ERA_DAYS);
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
        append(text, year, 4);
        append(text.append('-'), month, 2);
        append(text.append('-'), day, 2);
    }

    private static void append(StringBuilder text, long number, int digits) {
        String written = Long.toString(number);
        for (int i = written.length(); i < digits; i++) {
            text.append('0');
        }
        text.append(written);
    }
}
