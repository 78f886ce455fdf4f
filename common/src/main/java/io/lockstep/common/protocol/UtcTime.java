package io.lockstep.common.protocol;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times in the form of the protocol: ISO 8601 in UTC with milliseconds, {@code 2026-11-23T11:46:01.123Z}. Formatted by
 * hand, because every STATUS reply has one.
 */
public final class UtcTime {

    private static final long DAY_MILLIS = 86_400_000;

    private static final Pattern TIME =
            Pattern.compile("(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{3}))?)?"
                    + "(?:Z|([+-])(\\d\\d):(\\d\\d))");

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

    /**
     * Returns the milliseconds since 1970 of a time in ISO 8601 to the minute, second or millisecond, with {@code Z} or
     * an offset such as {@code +01:00}; empty if it is none after 1970.
     */
    public static OptionalLong parse(String text) {
        Matcher time = TIME.matcher(text);
        if (!time.matches()) {
            return OptionalLong.empty();
        }
        long day = days(number(time, 1), number(time, 2), number(time, 3));
        long clock = 3_600_000 * number(time, 4) + 60_000 * number(time, 5) + 1_000 * number(time, 6) + number(time, 7);
        long offset = 3_600_000 * number(time, 9) + 60_000 * number(time, 10);
        long local = DAY_MILLIS * day + clock;
        // The day may be none, such as February 30.
        boolean exists = format(local).startsWith(text.substring(0, 16));
        long wallMillis = local - ("-".equals(time.group(8)) ? -offset : offset);
        return exists && wallMillis > 0 ? OptionalLong.of(wallMillis) : OptionalLong.empty();
    }

    private static long number(Matcher time, int group) {
        String digits = time.group(group);
        return digits == null ? 0 : Long.parseLong(digits);
    }

    private static long days(long year, long month, long day) {
        long monthFromMarch = (month + 9) % 12;
        long fromMarch = month <= 2 ? year - 1 : year;
        long dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1;
        return 365 * fromMarch + fromMarch / 4 - fromMarch / 100 + fromMarch / 400 + dayOfYear - DAYS_TO_1970;
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
