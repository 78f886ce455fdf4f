package io.lockstep.client.repl;

import java.util.List;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Cuts a line as the shell reads it: the verb, then all the rest as one word, spaces and quotes included. */
final class NamesParser implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        int start = 0;
        while (start < line.length() && Character.isWhitespace(line.charAt(start))) {
            start++;
        }
        int verbEnd = start;
        while (verbEnd < line.length() && !Character.isWhitespace(line.charAt(verbEnd))) {
            verbEnd++;
        }
        int rest = verbEnd;
        while (rest < line.length() && Character.isWhitespace(line.charAt(rest))) {
            rest++;
        }
        boolean inVerb = cursor <= verbEnd;
        int wordCursor = Math.max(0, cursor - (inVerb ? start : rest));
        List<String> words = List.of(line.substring(start, verbEnd), line.substring(rest));
        return new Cut(line, cursor, words, inVerb ? 0 : 1, wordCursor);
    }

    private record Cut(String line, int cursor, List<String> words, int wordIndex, int wordCursor)
            implements ParsedLine {

        @Override
        public String word() {
            return words.get(wordIndex);
        }
    }
}
