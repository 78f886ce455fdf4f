package io.lockstep.common.protocol;

import io.lockstep.common.command.LockName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes the typed values and options out of one request. Each method throws a flaw that describes what is wrong. */
final class Arguments {

    private final Verb verb;
    private final List<String> values;
    private final Map<String, String> options;

    /** Throws if the verb does not take this many values, or one of the options. */
    Arguments(Verb verb, LineLexer lexer) throws LineFlaw {
        this.verb = verb;
        this.values = lexer.values();
        this.options = lexer.options();
        checkValues();
        for (String key : options.keySet()) {
            if (!verb.optionKeys().contains(key)) {
                String meant = Nearest.of(
                                key, verb.optionKeys().stream().sorted().toList())
                        .map(near -> "; did you mean " + near + "? ")
                        .orElse(": ");
                throw LineFlaw.arguments(verb + " has no option " + key + meant + verb.usage());
            }
        }
    }

    private void checkValues() throws LineFlaw {
        if (values.size() < verb.valuesMin()) {
            throw LineFlaw.arguments("a name is expected: " + verb.usage());
        }
        if (values.size() <= verb.valuesMax()) {
            return;
        }
        if (verb.valuesMin() == 0) {
            throw LineFlaw.arguments("too many values: " + verb.usage());
        }
        throw LineFlaw.arguments(verb.tooManyNames(values, verb.valuesMax()));
    }

    LockName name() throws LineFlaw {
        return nameOf(values.get(0));
    }

    /** Returns all values as names; throws if one occurs twice. */
    List<LockName> names() throws LineFlaw {
        List<LockName> names = new ArrayList<>(values.size());
        for (String text : values) {
            LockName name = nameOf(text);
            if (names.contains(name)) {
                throw LineFlaw.arguments("the same name twice: " + LineSyntax.quoted(text));
            }
            names.add(name);
        }
        return names;
    }

    private static LockName nameOf(String text) throws LineFlaw {
        String flaw = LockName.flawOf(text);
        if (!flaw.isEmpty()) {
            throw LineFlaw.arguments(flaw);
        }
        return new LockName(text);
    }

    boolean hasValue() {
        return !values.isEmpty();
    }

    /** Returns the first value; empty if there is none. */
    String value() {
        return values.isEmpty() ? "" : values.get(0);
    }

    /** Returns the value at this place, from 0; empty if there are fewer. */
    String value(int place) {
        return place < values.size() ? values.get(place) : "";
    }

    /** Returns whether an option is {@code yes}; false if it is {@code no} or not given. */
    boolean yes(String key) throws LineFlaw {
        String value = options.get(key);
        if (value == null || value.equals("no")) {
            return false;
        }
        if (value.equals("yes")) {
            return true;
        }
        throw LineFlaw.arguments(key + " is yes or no");
    }

    /** Returns an option of at most {@code bytesMax} bytes without control characters; empty if not given. */
    String text(String key, int bytesMax) throws LineFlaw {
        return checked(key, options.getOrDefault(key, ""), bytesMax);
    }

    /** Returns the value at this place with the same bounds; {@code what} names it in the flaw. */
    String text(int place, String what, int bytesMax) throws LineFlaw {
        return checked(what, value(place), bytesMax);
    }

    private static String checked(String what, String text, int bytesMax) throws LineFlaw {
        if (text.getBytes(StandardCharsets.UTF_8).length > bytesMax) {
            throw LineFlaw.arguments(what + " has at most " + bytesMax + " bytes of UTF-8");
        }
        if (text.codePoints().anyMatch(Character::isISOControl)) {
            throw LineFlaw.arguments(what + " must not contain control characters");
        }
        return text;
    }

    boolean has(String key) {
        return options.containsKey(key);
    }

    @Nullable
    String option(String key) {
        return options.get(key);
    }

    /** Returns a whole number from {@code min} to {@code max}; {@code absent} if not given. */
    long number(String key, long min, long max, long absent) throws LineFlaw {
        String text = options.get(key);
        if (text == null) {
            return absent;
        }
        long number = parse(text);
        if (number < min || number > max) {
            String bounds = max == Long.MAX_VALUE ? "from " + min : "from " + min + " to " + max;
            throw LineFlaw.arguments(key + " is a whole number " + bounds);
        }
        return number;
    }

    /** Returns a duration in milliseconds; {@code absent} if not given. */
    long durationMillis(String key, long min, long max, long absent) throws LineFlaw {
        String text = options.get(key);
        if (text == null) {
            return absent;
        }
        long millis = Durations.parseMillis(text);
        if (millis < 0) {
            throw LineFlaw.arguments(key + " is a duration such as 500ms, 10s, 5m or 1h");
        }
        if (millis < min || millis > max) {
            throw LineFlaw.arguments(key + " is from " + Durations.format(min) + " to " + Durations.format(max));
        }
        return millis;
    }

    /** Returns the number; -1 if the text is not 1 to 19 digits or the number does not fit. */
    static long parse(String text) {
        if (text.isEmpty() || text.length() > 19) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            if (!LineSyntax.isDigit(text.charAt(i))) {
                return -1;
            }
            number = number * 10 + (text.charAt(i) - '0');
        }
        // Nineteen digits overflow at most once, and the sign shows it.
        return number < 0 ? -1 : number;
    }

    /** A time in UTC or with an offset, in milliseconds since 1970; 0 if it is not given. */
    long wallMillis(String key) throws LineFlaw {
        String text = option(key);
        if (text == null) {
            return 0;
        }
        return UtcTime.parse(text)
                .orElseThrow(() -> LineFlaw.arguments(key + " is a time in UTC, such as 2026-11-23T03:12:00Z"));
    }
}
