package io.lockstep.endtoend.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.FreePorts;
import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build may replace the jars under a cluster that the scripts started. Runs in a copy of the project. */
@Tag("jdk")
class ReplacedJarsTest {

    private static final List<String> MODULES = List.of("leader", "follower", "client");

    @TempDir
    private Path project;

    private final int port = FreePorts.block(3);

    @BeforeEach
    void copyTheProject() throws IOException {
        Files.createDirectories(project.resolve("scripts"));
        try (Stream<Path> scripts = Files.list(Jars.PROJECT.resolve("scripts"))) {
            for (Path script : scripts.toList()) {
                copy("scripts/" + script.getFileName());
            }
        }
        for (String module : MODULES) {
            Files.createDirectories(jar(module).getParent());
            copy(module + "/target/" + module + ".jar");
        }
    }

    @AfterEach
    void stop() throws InterruptedException {
        script("cluster", "stop");
    }

    @Test
    void aClusterOutlivesTheJarsItWasStartedFrom() throws Exception {
        require(script("cluster", "start"));

        for (String module : MODULES) {
            // The worst that a build can do: overwrite the same file.
            Files.write(jar(module), "no jar".getBytes(StandardCharsets.UTF_8));
        }
        require(script("cluster", "kill", "leader"));

        try (LineClient client = new LineClient(port + 1)) {
            RealCluster.await(
                    "the followers grant a lock",
                    () -> client.ask("LOCK \"Lock 1\"").ok());
        }
        for (String server : List.of("follower-1", "follower-2")) {
            assertThat(run().resolve(server).resolve("log"))
                    .content()
                    .doesNotContain("NoClassDefFoundError", "ClassNotFoundException", "ZipException");
        }
    }

    @Test
    void makingACopyDeletesUnusedOnes() throws Exception {
        require(script("cluster", "start", "--followers", "0"));
        List<Path> used = copies();
        Path unused = Files.createDirectories(used.get(0).resolveSibling("leader-1-1"));
        Path recent = Files.createDirectories(used.get(0).resolveSibling("leader-2-2"));
        for (Path copy : Stream.concat(used.stream(), Stream.of(unused)).toList()) {
            Files.setLastModifiedTime(copy, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        }

        try (FileSystem jar = FileSystems.newFileSystem(jar("leader"))) {
            Files.createFile(jar.getPath("another-build"));
        }
        require(script("leader", "--help"));

        assertThat(unused).doesNotExist();
        assertThat(recent).exists();
        assertThat(used).allSatisfy(copy -> assertThat(copy).exists());
        assertThat(copies()).hasSize(used.size() + 2);
    }

    private static void require(ClientProgram.Result result) {
        assertThat(result.exitCode()).as(result.text()).isZero();
    }

    private void copy(String file) throws IOException {
        Files.copy(Jars.PROJECT.resolve(file), project.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Path jar(String module) {
        return project.resolve(module).resolve("target").resolve(module + ".jar");
    }

    private Path run() {
        return project.resolve("run");
    }

    private List<Path> copies() throws IOException {
        try (Stream<Path> copies = Files.list(project.resolve(".installed"))) {
            return copies.sorted().toList();
        }
    }

    private ClientProgram.Result script(String name, String... words) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(words));
        command.add(0, project.resolve("scripts").resolve(name).toString());
        Map<String, String> environment = ScriptsTest.environment(run(), port);
        return ClientProgram.run(command, environment, "");
    }
}
