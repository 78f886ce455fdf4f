package io.lockstep.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** {@code docs/OPERATIONS.md} describes every line that a server logs at INFO or above. */
class LoggedLinesTest {

    private static final Pattern STATEMENT = Pattern.compile("LOG\\.(?:info|warn|error)\\(([^;]*?)\"([^\"]*)\"");

    /** What stands for a value in a line on the page: a capital letter, a number, a list of numbers. */
    private static final Pattern VALUE = Pattern.compile("\\b[A-Z]\\b|\\b\\d+\\b|\\[[\\d, ]+]");

    private static final String ANYTHING = "…";

    @Test
    void everyLoggedLineIsOnThePage() throws IOException {
        Path page = ProjectFiles.root().resolve("docs").resolve("OPERATIONS.md");
        List<Pattern> described = PageNames.code(page, Files.readAllLines(page)).stream()
                .filter(name -> !name.text().startsWith(ANYTHING) && name.text().matches(".*( |" + ANYTHING + ").*"))
                .map(name -> pattern(name.text()))
                .toList();
        List<String> logged = loggedLines();
        assertThat(logged).hasSizeGreaterThan(15);
        assertThat(logged)
                .filteredOn(line ->
                        described.stream().noneMatch(each -> each.matcher(line).matches()))
                .isEmpty();
    }

    /** The texts in the sources of the servers, with {@code {}} for values. */
    private static List<String> loggedLines() throws IOException {
        List<String> lines = new ArrayList<>();
        for (Path source : ProjectFiles.endingWith(".java")) {
            if (source.toString().matches(".*/(follower|leader)/src/main/.*")) {
                Matcher statement = STATEMENT.matcher(Files.readString(source));
                while (statement.find()) {
                    lines.add(statement.group(2));
                }
            }
        }
        return lines;
    }

    private static Pattern pattern(String line) {
        StringBuilder regex = new StringBuilder();
        Matcher value = VALUE.matcher(line);
        int from = 0;
        while (value.find()) {
            regex.append(literal(line.substring(from, value.start())));
            regex.append("(?:\\{}|").append(Pattern.quote(value.group())).append(')');
            from = value.end();
        }
        return Pattern.compile(regex.append(literal(line.substring(from))).toString());
    }

    private static String literal(String text) {
        return Pattern.quote(text).replace(ANYTHING, "\\E.*\\Q");
    }
}
