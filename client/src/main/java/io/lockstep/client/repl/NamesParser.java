package io.lockstep.client.repl;

import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Splits a line as the shell reads it: the verb, then the rest as one word, including spaces and quotes. */
final class NamesParser implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        int verb = skip(line, 0, true);
        int verbEnd = skip(line, verb, false);
        int rest = skip(line, verbEnd, true);
        boolean inVerb = cursor <= verbEnd;
        int wordCursor = Math.max(0, cursor - (inVerb ? verb : rest));
        List<String> words = List.of(line.substring(verb, verbEnd), line.substring(rest));
        return new Cut(line, cursor, words, inVerb ? 0 : 1, wordCursor);
    }

    /** The first index from there on that is not white space, or with {@code false} that is; else the end. */
    private static int skip(String line, int from, boolean space) {
        int place = from;
        while (place < line.length() && Character.isWhitespace(line.charAt(place)) == space) {
            place++;
        }
        return place;
    }

    /** A line as two words. Completions are inserted unchanged: the completer has already quoted them. */
    private record Cut(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
            implements CompletingParsedLine {

        @Override
        public String word() {
            return words.get(wordIndex);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }
    }
}
