package io.lockstep.endtoend.scale;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.program.ExitCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The short form of {@code scripts/scale} has each table with its rows, and its plots. */
class ScaleTest {

    /** A row whose last cell is a number. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| .*[0-9] \\|$");

    /** The headings of the tables, and how many rows each has. */
    private static final Map<String, Integer> TABLES = Map.of(
            "By held locks", 2,
            "By sessions", 2,
            "By waiters for one lock", 2,
            "Bytes", 7,
            "Leases that end in one second", 2,
            "Snapshot and restart by held locks", 2);

    @TempDir
    private Path plots;

    @Test
    void theShortFormHasAllTablesAndPlots() throws Exception {
        ClientProgram.Result result = scale("--short", "--plots", plots.toString());
        assertThat(result.exitCode()).as(result.text()).isZero();
        TABLES.forEach((heading, rows) -> assertThat(
                        ROW.matcher(table(result.text(), heading)).results())
                .as("%s in %s", heading, result.text())
                .hasSizeGreaterThanOrEqualTo(rows));
        assertThat(table(result.text(), "Clients on one follower")).contains("| sessions lost | 0 |");
        for (String plot : List.of("locks", "reads", "sessions", "waiters", "restart")) {
            assertThat(Files.readString(plots.resolve("scale-" + plot + ".svg")))
                    .startsWith("<svg ")
                    .contains("<path class=\"line c0\" d=\"M", "prefers-color-scheme: dark")
                    .doesNotContain("NaN", "Infinity")
                    .endsWith("</svg>\n");
        }
    }

    private static String table(String text, String heading) {
        int begin = text.indexOf("### " + heading + "\n");
        assertThat(begin).as("%s in %s", heading, text).isNotNegative();
        int end = text.indexOf("\n###", begin + 1);
        return text.substring(begin, end < 0 ? text.length() : end);
    }

    @Test
    void whatItCannotMeasureIsRefused() throws Exception {
        assertThat(scale("--by", "moons").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(scale("--minutes", "none").exitCode()).isEqualTo(ExitCode.USAGE);
    }

    private static ClientProgram.Result scale(String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Jars.PROJECT.resolve("scripts/scale").toString());
        command.addAll(List.of(arguments));
        return ClientProgram.run(command, Map.of(), "");
    }
}
