package io.lockstep.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.LockName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Compares {@code docs/PROTOCOL.md} with this package. Another test runs its examples against servers. */
class ProtocolDocumentTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "PROTOCOL.md");
    private static final Pattern STEP = Pattern.compile("[A-Z](?: = server [1-9]| closed|[<>] .+)");

    private static List<String> lines = List.of();

    @BeforeAll
    static void read() throws IOException {
        lines = Files.readAllLines(DOCUMENT);
    }

    @Test
    void everyVerbIsDescribedWithTheUsageThatHelpPrints() {
        for (Verb verb : Verb.values()) {
            String usage = verb.usage().replace("|", "\\|");
            assertThat(lines).as(usage).anyMatch(line -> line.startsWith("| `" + usage + "` |"));
        }
    }

    @Test
    void theTableOfErrorsIsTheOneInTheCode() {
        List<String> expected = new ArrayList<>();
        for (ErrorCode code : ErrorCode.values()) {
            String kind = code.kind().name().toLowerCase(Locale.ROOT).replace('_', '-');
            expected.add("| `" + code + "` | " + kind + (code.closes() ? ", closes" : "") + " |");
        }
        List<String> found = lines.stream()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\| (final|retry|outcome).*"))
                .map(line -> line.substring(0, line.indexOf('|', line.indexOf('|', 2) + 1) + 1))
                .toList();
        assertThat(found).isEqualTo(expected);
    }

    @Test
    void everyTranscriptIsOfTheFormThatThePageDescribes() {
        List<String> steps = transcriptSteps();

        assertThat(steps).hasSizeGreaterThan(50);
        assertThat(steps).allMatch(step -> STEP.matcher(step).matches());
        for (String step : steps) {
            String text = step.substring(3).replaceAll("<[a-z0-9]+>", "1").replaceAll("<\\.\\.\\.>$", "");
            if (step.charAt(1) == '<' && !text.equals("...") && !step.endsWith("<...>")) {
                assertThat(ReplyParser.parse(text)).as(step).isPresent();
            }
        }
    }

    @Test
    void theMalformedLinesOfTheTranscriptsGetTheAnswersShown() {
        List<String> steps = transcriptSteps();
        int checked = 0;
        for (int i = 0; i < steps.size(); i++) {
            String answer = steps.get(i).charAt(1) == '>' ? refusal(steps.get(i).substring(3)) : "";
            String shown = steps.get(Math.min(i + 1, steps.size() - 1)).substring(3);
            if (!answer.isEmpty() && !shown.contains("<")) {
                assertThat(shown).isEqualTo(answer);
                checked++;
            }
        }
        assertThat(checked).isGreaterThanOrEqualTo(3);
    }

    /** Returns the answer to a malformed line from a server of the transcripts, where a client may hold one lock. */
    private static String refusal(String line) {
        ParsedLine parsed = RequestParser.parse(line);
        if (parsed instanceof ParsedLine.Malformed malformed) {
            return Line.error(malformed.tag(), malformed.code())
                    .message(malformed.message())
                    .text();
        }
        if (parsed instanceof ParsedLine.Accepted accepted
                && accepted.request() instanceof Request.Lock lock
                && lock.names().size() > 1) {
            List<String> names = lock.names().stream().map(LockName::text).toList();
            return Line.error(accepted.tag(), ErrorCode.BAD_ARGS)
                    .option("limit", 1)
                    .message(Verb.LOCK.overOneLock(names))
                    .text();
        }
        return "";
    }

    private static List<String> transcriptSteps() {
        List<String> steps = new ArrayList<>();
        boolean inside = false;
        for (String line : lines) {
            if (line.startsWith("```")) {
                inside = line.equals("```transcript");
            } else if (inside) {
                steps.add(line);
            }
        }
        return steps;
    }
}
