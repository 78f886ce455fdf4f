package io.lockstep.client.repl;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesParserTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "lo|0|lo|2",
                "  lo|0|lo|2",
                "lock |1||0",
                "lock Lock 1|1|Lock 1|6",
                "lock  \"Lo|1|\"Lo|3",
            })
    void theWordToCompleteIsTheVerbOrAllThatFollows(String line, int index, String word, int wordCursor) {
        ParsedLine parsed = new NamesParser().parse(line, line.length(), Parser.ParseContext.COMPLETE);
        assertThat(parsed.wordIndex()).isEqualTo(index);
        assertThat(parsed.word()).isEqualTo(word == null ? "" : word);
        assertThat(parsed.wordCursor()).isEqualTo(wordCursor);
    }

    @Test
    void theCursorMayStandInTheVerbOfAWholeLine() {
        ParsedLine parsed = new NamesParser().parse("lock a", 2, Parser.ParseContext.COMPLETE);
        assertThat(parsed.word()).isEqualTo("lock");
        assertThat(parsed.wordCursor()).isEqualTo(2);
    }
}
