package io.lockstep.endtoend.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * After {@code scripts/archive}, programs that the scripts start load their classes from the archives. Without one that
 * fits they start, too, and say nothing of it.
 */
@Tag("jdk")
class ArchiveTest {

    private static final String FROM_ARCHIVE = " source: shared objects file";
    private static final String OWN_CLASS = "io.lockstep.client.session.ClientSession";
    private static final String KIND = Runtime.version().feature() >= 25 ? ".aot" : ".jsa";

    /** A line of the log of a server, or what it says when it is ready. */
    private static final String LINE = "\\d{4}-\\d\\d-\\d\\dT\\S+ (INFO|WARN) .*|READY .*";

    @TempDir
    private static Path shared;

    @TempDir
    private Path directory;

    private final int port = FreePorts.block(2);
    private final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    static void makeTheArchives() throws Exception {
        Map<String, String> environment =
                new HashMap<>(ScriptsTest.environment(shared.resolve("run"), FreePorts.block(2)));
        environment.put("TMPDIR", shared.toString());
        environment.put("LOCKSTEP_INSTALLED", shared.resolve("installed").toString());
        ClientProgram.Result archive = ClientProgram.run(List.of(script("archive")), environment, "");
        assertThat(archive.exitCode()).as(archive.text()).isZero();
        assertThat(archive.text()).isEmpty();
    }

    @BeforeEach
    void useThem() {
        environment.putAll(ScriptsTest.environment(directory.resolve("run"), port));
        environment.put("LOCKSTEP_INSTALLED", shared.resolve("installed").toString());
    }

    @Test
    void aServerAndAClientTakeTheirClassesFromTheArchive() throws Exception {
        assertThat(archives()).hasSize(3).allMatch(file -> file.toString().endsWith(KIND));
        environment.put("LOCKSTEP_JAVA_OPTIONS", "-Xlog:class+load");
        environment.put("LOCKSTEP_CLIENT_JAVA_OPTIONS", "-Xlog:class+load");
        try (RunningProcess server = start()) {
            assertThat(server.text()).contains("io.lockstep.follower.node.Node" + FROM_ARCHIVE);
            String status = client("status", "any");
            assertThat(status).contains(OWN_CLASS + FROM_ARCHIVE, "picocli.CommandLine" + FROM_ARCHIVE);
            // What this command does not need is not even looked at.
            assertThat(status)
                    .doesNotContain("] javax.net.ssl", "] org.jline", "] org.slf4j", "BenchCommand", "AdminCommand");
        }
    }

    @Test
    void aDamagedOneAndThatOfAnotherProgramArePassedOverInSilence() throws Exception {
        Path archive = archive("leader");
        byte[] intact = Files.readAllBytes(archive);
        try {
            byte[] torn = intact.clone();
            // As after a power failure: the length is right, and some blocks were never written.
            Arrays.fill(torn, intact.length / 3, intact.length / 3 + 1_000_000, (byte) 0);
            for (byte[] unfit : List.of(
                    torn,
                    Arrays.copyOf(intact, intact.length / 2),
                    new byte[0],
                    Files.readAllBytes(archive("client")))) {
                write(archive, unfit);
                try (RunningProcess server = start()) {
                    assertThat(server.text().lines()).allMatch(line -> line.matches(LINE));
                }
            }
        } finally {
            write(archive, intact);
        }
    }

    @Test
    void optionsOfTheUserThatNoArchiveGoesWithWin() throws Exception {
        environment.put("LOCKSTEP_CLIENT_JAVA_OPTIONS", "-Xshare:off -Xlog:class+load");
        try (RunningProcess server = start()) {
            assertThat(server.text().lines()).allMatch(line -> line.matches(LINE));
            assertThat(client("status", "any")).contains(OWN_CLASS + " source: file:");
        }
    }

    private RunningProcess start() throws Exception {
        RunningProcess server = RunningProcess.start("leader", Jars.PROJECT, environment, List.of(script("leader")));
        server.await("READY", line -> line.startsWith("READY server=1 "));
        return server;
    }

    private String client(String... words) throws Exception {
        List<String> command = Stream.concat(Stream.of(script("client"), "leader"), Stream.of(words))
                .toList();
        ClientProgram.Result result = ClientProgram.run(command, environment, "");
        assertThat(result.text()).contains("free: ");
        return result.text();
    }

    private static Path archive(String module) throws IOException {
        return archives().stream()
                .filter(file -> file.getFileName().toString().startsWith(module + "-"))
                .findFirst()
                .orElseThrow();
    }

    private static List<Path> archives() throws IOException {
        try (Stream<Path> files = Files.walk(shared.resolve("installed"))) {
            return files.filter(file -> file.toString().matches(".*\\.(aot|jsa)"))
                    .toList();
        }
    }

    /** Replaces the file, which is not to be written to. */
    private static void write(Path archive, byte[] content) throws IOException {
        Files.delete(archive);
        Files.write(archive, content);
    }

    private static String script(String name) {
        return Jars.PROJECT.resolve("scripts").resolve(name).toString();
    }
}
