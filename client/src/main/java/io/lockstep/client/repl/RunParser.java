package io.lockstep.client.repl;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses what follows {@code run}: the name of the lock, which needs no quotes, options, {@code --}, and the command.
 * Single and double quotes group the words of the command, as in a Unix shell; nothing else is special. Pure.
 */
final class RunParser {

    private static final String SEPARATOR = "--";
    private static final String USAGE = "write run NAME [OPTION...] -- COMMAND [ARGUMENT...]";

    private static final ReplInput.Wrong UNCLOSED = new ReplInput.Wrong("a quote is not closed");

    /** @param quoted whether a part of it was in quotes, so that it is no option */
    private record Word(String text, boolean quoted) {

        boolean isOption() {
            return !quoted && text.startsWith("-");
        }
    }

    private RunParser() {}

    /** A command whose words need no reading. */
    static ReplInput plain(String command, String rest) {
        List<Word> words = words(rest);
        if (words == null) {
            return UNCLOSED;
        }
        List<String> line = new ArrayList<>(List.of(command));
        words.forEach(word -> line.add(word.text()));
        return new ReplInput.Run(List.copyOf(line));
    }

    static ReplInput parse(String rest) {
        List<Word> words = words(rest);
        if (words == null) {
            return UNCLOSED;
        }
        int separator = words.indexOf(new Word(SEPARATOR, false));
        if (separator < 0 || separator == words.size() - 1) {
            return new ReplInput.Wrong(USAGE);
        }
        int options = 0;
        while (options < separator && !words.get(options).isOption()) {
            options++;
        }
        List<Word> name = words.subList(0, options);
        if (name.isEmpty()) {
            return new ReplInput.Wrong(USAGE);
        }
        if (name.size() > 1 && name.stream().anyMatch(Word::quoted)) {
            return new ReplInput.Wrong("one name is expected: put the whole name in quotes");
        }
        List<String> line = new ArrayList<>();
        line.add("run");
        line.add(String.join(" ", name.stream().map(Word::text).toList()));
        words.subList(options, words.size()).forEach(word -> line.add(word.text()));
        return new ReplInput.Run(List.copyOf(line));
    }

    /** Null if a quote is not closed. */
    private static @Nullable List<Word> words(String rest) {
        List<Word> words = new ArrayList<>();
        int place = 0;
        while (place < rest.length()) {
            if (Character.isWhitespace(rest.charAt(place))) {
                place++;
                continue;
            }
            StringBuilder text = new StringBuilder();
            boolean quoted = false;
            while (place < rest.length() && !Character.isWhitespace(rest.charAt(place))) {
                char character = rest.charAt(place);
                if (character == '"' || character == '\'') {
                    int end = rest.indexOf(character, place + 1);
                    if (end < 0) {
                        return null;
                    }
                    text.append(rest, place + 1, end);
                    quoted = true;
                    place = end + 1;
                } else {
                    text.append(character);
                    place++;
                }
            }
            words.add(new Word(text.toString(), quoted));
        }
        return words;
    }
}
