package io.lockstep.client.repl;

import io.lockstep.common.protocol.Nearest;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The arguments of a verb: one name without quotes, which may have spaces, or one or more names in quotes; then options
 * as {@code key=value}, {@code --key value} or {@code --flag}. {@code --and} adds a name. Pure.
 *
 * @param names the names, unescaped, but not checked for the rules of lock names
 * @param options the options in the form of the protocol
 * @param flaw the syntax error; empty if there is none
 */
record ReplArguments(List<String> names, Map<String, String> options, String flaw) {

    private static final String DASHES = "--";
    private static final String QUOTE = "\"";
    private static final String AND = "--and";

    /** An option without a value, and its equivalent in the protocol. */
    private record Flag(Verb verb, String text, String key, String value) {}

    private static final List<Flag> FLAGS = List.of(
            new Flag(Verb.STATUS, "--sync", "read", "sync"),
            new Flag(Verb.LOCK, "--shared", "mode", "shared"),
            new Flag(Verb.REMOVE, "--shrink", "way", "shrink"));

    /** A part of the line without spaces, except in quotes; {@code start} is its index in the line. */
    private record Word(int start, String text) {

        boolean quoted() {
            return text.startsWith(QUOTE);
        }
    }

    /** Parses the text after a verb. */
    static ReplArguments split(Verb verb, String rest) {
        List<Word> words = words(rest);
        return words.isEmpty() || !words.get(0).quoted() ? unquoted(verb, rest, words) : quoted(verb, words);
    }

    /** The only name; empty if there is none. */
    String name() {
        return names.isEmpty() ? "" : names.get(0);
    }

    private static List<Word> words(String rest) {
        List<Word> words = new ArrayList<>();
        int place = 0;
        while (place < rest.length()) {
            int start = place;
            while (place < rest.length() && !Character.isWhitespace(rest.charAt(place))) {
                boolean opens = rest.charAt(place) == '"' && (place == start || rest.charAt(place - 1) == '=');
                place = opens ? closing(rest, place) : place + 1;
            }
            if (place > start) {
                words.add(new Word(start, rest.substring(start, place)));
            }
            place++;
        }
        return words;
    }

    /** The index after the quote that closes the one at {@code open}; the end of the line if there is none. */
    private static int closing(String rest, int open) {
        int place = open + 1;
        while (place < rest.length() && rest.charAt(place) != '"') {
            place += rest.charAt(place) == '\\' ? 2 : 1;
        }
        return Math.min(rest.length(), place + 1);
    }

    private static ReplArguments quoted(Verb verb, List<Word> words) {
        List<String> names = new ArrayList<>();
        int place = 0;
        while (place < words.size() && words.get(place).quoted()) {
            Optional<ServerLine> row = protocol(words.get(place).text());
            if (row.isEmpty()) {
                return wrong("a double quote is not closed, or is followed by other text: write \"like this\"");
            }
            names.add(row.get().value());
            place++;
        }
        Map<String, String> options = options(verb, words.subList(place, words.size()), names);
        return options == null
                ? wrong(meant(verb, words.get(place).text(), "options are expected after a name in quotes"))
                : new ReplArguments(names, options, "");
    }

    private static ReplArguments unquoted(Verb verb, String rest, List<Word> words) {
        for (int place = 0; place <= words.size(); place++) {
            List<String> further = new ArrayList<>();
            Map<String, String> options = options(verb, words.subList(place, words.size()), further);
            if (options != null) {
                int end =
                        place == words.size() ? rest.length() : words.get(place).start();
                return named(verb, rest.substring(0, end).strip(), words.subList(0, place), further, options);
            }
        }
        throw new IllegalStateException("no words to read options from");
    }

    private static ReplArguments named(
            Verb verb, String name, List<Word> words, List<String> further, Map<String, String> options) {
        for (Word word : words) {
            // A mistyped option must not become part of a name.
            if (word.text().startsWith(DASHES)) {
                return wrong(meant(verb, word.text(), "if it is part of the name, put the name in quotes"));
            }
        }
        boolean inSingleQuotes = name.length() > 2 && name.startsWith("'") && name.endsWith("'");
        String plain = inSingleQuotes ? name.substring(1, name.length() - 1) : name;
        List<String> names = new ArrayList<>(plain.isEmpty() ? List.of() : List.of(plain));
        names.addAll(further);
        return new ReplArguments(names, options, "");
    }

    /** These words as options, with the names that they add; null if one of them is not an option. */
    private static @Nullable Map<String, String> options(Verb verb, List<Word> words, List<String> names) {
        Map<String, String> options = new LinkedHashMap<>();
        int place = 0;
        while (place < words.size()) {
            String text = words.get(place).text();
            Flag flag = flag(verb, text);
            int equals = text.indexOf('=');
            int keyStart = text.startsWith(DASHES) ? DASHES.length() : 0;
            if (flag != null) {
                options.put(flag.key(), flag.value());
            } else if (verb == Verb.LOCK && text.equals(AND) && place + 1 < words.size()) {
                place++;
                names.add(value(words.get(place).text()));
            } else if (equals > keyStart && isOption(verb, text.substring(keyStart, equals))) {
                options.put(text.substring(keyStart, equals), value(text.substring(equals + 1)));
            } else if (keyStart > 0 && isOption(verb, text.substring(keyStart)) && place + 1 < words.size()) {
                place++;
                options.put(text.substring(keyStart), value(words.get(place).text()));
            } else {
                return null;
            }
            place++;
        }
        return options;
    }

    private static @Nullable Flag flag(Verb verb, String text) {
        return FLAGS.stream()
                .filter(flag -> flag.verb() == verb && flag.text().equals(text))
                .findFirst()
                .orElse(null);
    }

    private static String value(String text) {
        return text.startsWith(QUOTE) ? protocol(text).map(ServerLine::value).orElse(text) : text;
    }

    /** The options of the verb for people; the session itself sets request numbers. */
    private static boolean isOption(Verb verb, String key) {
        return verb.optionKeys().contains(key) && !key.equals("req") && !key.equals("index");
    }

    /** What to say about a word that is no option of the verb. */
    private static String meant(Verb verb, String word, String otherwise) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        return word + " is not an option here, or has no value" + Nearest.advice(name, optionsOf(verb), otherwise);
    }

    private static List<String> optionsOf(Verb verb) {
        Stream<String> flags =
                FLAGS.stream().filter(flag -> flag.verb() == verb).map(Flag::text);
        Stream<String> keys = verb.optionKeys().stream()
                .filter(key -> isOption(verb, key))
                .sorted()
                .map(key -> DASHES + key);
        return Stream.concat(flags, keys).toList();
    }

    /**
     * Parses the words with the protocol's rules for quotes, as a row has the same syntax. Empty if they break a rule.
     */
    private static Optional<ServerLine> protocol(String text) {
        return ReplyParser.parse("- " + text).filter(row -> row.values().size() == 1);
    }

    private static ReplArguments wrong(String flaw) {
        return new ReplArguments(List.of(), Map.of(), flaw);
    }
}
