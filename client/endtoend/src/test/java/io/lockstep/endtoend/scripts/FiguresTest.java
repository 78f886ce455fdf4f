package io.lockstep.endtoend.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.program.ExitCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts that measure and soak work, and leave no files. The figures themselves do not matter here. */
class FiguresTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| [^|-][^|]* \\| ([0-9.]+)( / [0-9.]+)?( \\S+)? \\|");
    private static final int ROWS = 12;
    private static final Pattern BENCH_ROW = Pattern.compile("(?m)^\\| [^|]+ \\| [0-9,]+( MB| ms| \\([^)]+\\))? \\|$");
    private static final int BENCH_ROWS = 17;
    private static final Pattern MAP = Pattern.compile("server \\d .* index (\\d+)  hash (\\p{XDigit}+)");

    @TempDir
    private Path directory;

    @Test
    void aShortMeasurementFillsTheWholeTable() throws Exception {
        ClientProgram.Result result = script("measure", "--short");
        assertThat(result.exitCode()).as(result.text()).isZero();
        List<String> medians =
                ROW.matcher(result.text()).results().map(row -> row.group(1)).toList();
        assertThat(medians)
                .as(result.text())
                .hasSize(ROWS)
                .allSatisfy(median -> assertThat(Double.parseDouble(median)).isPositive());
        assertThat(result.text()).contains("cores, ", "Java ", "load average");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aShortBenchmarkFillsTheWholeTable() throws Exception {
        ClientProgram.Result result = script("bench", "--short");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(BENCH_ROW.matcher(result.text()).results()).as(result.text()).hasSize(BENCH_ROWS);
        assertThat(result.text())
                .contains("cores, ", "Java ", "Load average before", "fdatasync of 64 bytes, appended ")
                .containsPattern("(?m)^\\| lock \\+ release, 1 client at the leader, /s \\| [1-9][0-9,]* \\(")
                .containsPattern("(?m)^\\| memory of the largest server after all this \\| [1-9][0-9]+ MB \\|$");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aShortSoakEndsWithEqualMaps() throws Exception {
        ClientProgram.Result result = script("soak", "--seconds", "2", "--clients", "30");
        assertThat(result.exitCode()).as(result.text()).isZero();
        Matcher map = MAP.matcher(result.text());
        assertThat(map.results().map(copy -> copy.group(1) + copy.group(2)).distinct())
                .as(result.text())
                .hasSize(1);
        assertThat(result.text()).contains("30 clients", "errors     none", "server 3 ");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aShortLookAtTheFirstSecondsFillsBothTables() throws Exception {
        ClientProgram.Result result = script("cold", "--short");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text())
                .containsPattern("(?m)^\\| scripts/cluster start, three servers \\| [1-9]\\d* ms \\|")
                .containsPattern("(?m)^\\| … and the first lock over nc \\| [1-9]\\d* ms \\|")
                .containsPattern("(?m)^\\| processor time of one scripts/lockstep status \\| [1-9]\\d* ms \\|")
                .containsPattern("(?m)^\\| memory \\(RSS\\) of the largest server after load \\| [1-9]\\d* MB \\|")
                .containsPattern("(?m)^\\| 4 \\| 1 \\| [1-9]\\d* /s \\|")
                .containsPattern("(?m)^\\| 4 \\| 2 \\| [1-9]\\d* /s \\|");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aFaultOfTheLeaderHasItsGap() throws Exception {
        ClientProgram.Result result = script("failover", "--faults", "1", "--fault", "freeze");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text())
                .contains("faults             1", "errors             none")
                .containsPattern("no grant at all +p50 [0-9,]+ ms")
                .containsPattern("slowest client +p50 [0-9,]+ ms");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aShortBudgetHasAllItsTables() throws Exception {
        ClientProgram.Result result = script("budget", "--short");
        assertThat(result.exitCode()).as(result.text()).isZero();
        for (String where : List.of("the leader", "follower 1")) {
            assertThat(result.text())
                    .contains("## One client at " + where, "## The stages of a lock at " + where)
                    .contains("## The way of a lock at " + where, "## System calls for a lock at " + where);
        }
        assertThat(result.text())
                .contains("## 256 clients at the leader")
                .containsPattern("\\| fsync \\| \\d+ µs")
                .containsPattern("\\| fdatasync \\| 1 \\| 1 \\| 1 \\|")
                .containsPattern("\\*\\*\\d+ hand-overs\\*\\*");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theShortBenchmarksTimeEachPart() throws Exception {
        ClientProgram.Result result = script("microbench", "--short");
        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.text())
                .contains("ApplyBenchmark.applyLockAndRelease", "CodecBenchmark.parseLine")
                .contains("CodecBenchmark.encodeEntry", "SnapshotBenchmark.decodeSnapshot")
                .doesNotContain("| 0.0 ");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void invalidOptionsAreRefused() throws Exception {
        ClientProgram.Result failed = script("soak", "--seconds", "1", "--clients", "1", "--mode", "nonsense");
        assertThat(failed.exitCode()).isNotZero();
        assertThat(failed.text()).contains("nonsense");
        assertThat(script("measure", "--runs", "none").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(script("bench", "--seconds", "0").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(script("soak", "--clients", "0").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(script("failover", "--fault", "flood").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(script("budget", "--nonsense").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(script("microbench", "--nonsense").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(script("cold", "--java", "/nowhere").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(directory).isEmptyDirectory();
    }

    private ClientProgram.Result script(String name, String... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Jars.PROJECT.resolve("scripts").resolve(name).toString());
        command.addAll(List.of(arguments));
        Map<String, String> environment = new HashMap<>(ScriptsTest.environment(directory, FreePorts.block(3)));
        environment.put("TMPDIR", directory.toString());
        return ClientProgram.run(command, environment, "");
    }
}
