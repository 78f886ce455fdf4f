package io.lockstep.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks that lines and files of the whole project are short. The formatter sees neither comments nor pages. */
class TidyTest {

    private static final int COLUMNS_MAX = 120;
    private static final int LINES_MAX = 300;
    private static final Pattern COMMENT = Pattern.compile("^ *(\\*|//|/\\*)");
    private static final String FENCE = "```";

    @Test
    void noLineOfAPageIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path page : ProjectFiles.endingWith(".md")) {
            tooLong.addAll(tooLong(page, proseOf(Files.readAllLines(page))));
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noLineOfASourceIsTooLong() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path source : ProjectFiles.endingWith(".java")) {
            tooLong.addAll(tooLong(source, withoutTexts(Files.readAllLines(source))));
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void noSourceHasTooManyLines() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path source : ProjectFiles.endingWith(".java")) {
            int lines = Files.readAllLines(source).size();
            if (lines > LINES_MAX) {
                tooLong.add(source + " has " + lines + " lines");
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void theProjectIsFound() throws IOException {
        assertThat(ProjectFiles.endingWith(".md")).anyMatch(page -> page.endsWith(Path.of("docs", "PROTOCOL.md")));
        assertThat(ProjectFiles.endingWith(".java")).anyMatch(source -> source.endsWith("LockStateMachine.java"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"| a row of a table, %s |", "A [link](https://example.org/%s).", "https://example.org/%s"})
    void tablesAndLinksMayBeLong(String line) {
        assertThat(tooLong(Path.of("page"), proseOf(List.of(line.formatted("x".repeat(COLUMNS_MAX))))))
                .isEmpty();
    }

    @Test
    void codeMayBeLongAndProseMayNot() {
        String line = "a word ".repeat(COLUMNS_MAX / 7) + " more";
        List<String> page = List.of(line, FENCE + "sh", line, FENCE, "é ".repeat(COLUMNS_MAX / 2), line);
        assertThat(tooLong(Path.of("page"), proseOf(page)))
                .containsExactly("page:1 has 124 columns", "page:6 has 124 columns");
    }

    private static List<String> tooLong(Path file, List<String> lines) {
        List<String> tooLong = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            int columns = line.codePointCount(0, line.length());
            if (columns > COLUMNS_MAX) {
                tooLong.add(file + ":" + (i + 1) + " has " + columns + " columns");
            }
        }
        return tooLong;
    }

    /** Returns the lines of a page, with empty ones instead of those that may be long, and with the text of links. */
    private static List<String> proseOf(List<String> page) {
        List<String> prose = new ArrayList<>();
        boolean code = false;
        for (String line : page) {
            boolean fence = line.strip().startsWith(FENCE);
            code ^= fence;
            boolean mayBeLong = code || fence || line.startsWith("|") || line.startsWith("    ");
            boolean oneWord = !line.strip().contains(" ");
            prose.add(mayBeLong || oneWord ? "" : line.replaceAll("]\\([^)]*\\)", "]"));
        }
        return prose;
    }

    /** Returns the lines of a source. A line of code with a string is empty, since the formatter leaves it long. */
    private static List<String> withoutTexts(List<String> source) {
        return source.stream()
                .map(line -> line.contains("\"") && !COMMENT.matcher(line).find() ? "" : line)
                .toList();
    }
}
