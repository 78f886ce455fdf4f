package io.lockstep.follower.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator is told of a data directory. */
class DataDumpTest {

    @TempDir
    Path temporary;

    private Path root;

    @BeforeEach
    void store() throws IOException {
        root = temporary.resolve("data");
        new StoredServer(root, 1, 1, 2, 3).run(2, 30, false);
    }

    @Test
    void everyPartAndEveryEntryIsToldAndNothingChanges() throws IOException {
        Map<String, Integer> before = files();
        List<String> lines = new ArrayList<>();
        assertThat(DataDump.write(root, null, lines::add)).isTrue();
        assertThat(files()).isEqualTo(before);
        assertThat(lines)
                .hasSize(36)
                .contains(
                        "vote  intact: term 2, voted for server 1",
                        "snapshot  intact: none yet",
                        "1  term 2  members or a new term",
                        "30  term 2  no entry; servers pass over it");
        assertThat(lines.get(0)).startsWith("identity  intact: server 1 of cluster cluster, storage storage-1");
        assertThat(lines.get(35)).startsWith("log  intact: 30 entries, 1 to 30");
    }

    @Test
    void aDamagedPartIsNamedAndTheOthersAreToldAllTheSame() throws IOException {
        Path vote = root.resolve("vote").resolve("vote");
        byte[] bytes = Files.readAllBytes(vote);
        bytes[bytes.length / 2] ^= 1;
        Files.write(vote, bytes);
        List<String> lines = new ArrayList<>();
        assertThat(DataDump.write(root, null, lines::add)).isFalse();
        assertThat(lines).anyMatch(line -> line.startsWith("vote  NOT INTACT: "));
        assertThat(lines).anyMatch(line -> line.startsWith("log  intact: 30 entries"));
    }

    @Test
    void anEndThatACrashCutShortIsToldAndStays() throws IOException {
        Path segment;
        try (Stream<Path> files = Files.list(root.resolve("log"))) {
            segment = files.findFirst().orElseThrow();
        }
        byte[] bytes = Files.readAllBytes(segment);
        int end = bytes.length;
        while (bytes[end - 1] == 0) {
            end--;
        }
        bytes[end - 1] ^= 1;
        Files.write(segment, bytes);
        Map<String, Integer> before = files();
        List<String> lines = new ArrayList<>();
        DataDump.write(root, null, lines::add);
        assertThat(lines.get(lines.size() - 1))
                .startsWith("log  intact: 29 entries, 1 to 29; an unfinished write at the end was cut off");
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void aDirectoryThatAServerUsesOrThatIsNoneIsRefused() throws IOException {
        try (DataDirectory used = DataDirectory.open(root)) {
            assertThat(used.identity()).isPresent();
            assertThatThrownBy(() -> DataDump.write(root, null, line -> {}))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("in use by another server");
        }
        Path other = temporary.resolve("other");
        assertThatThrownBy(() -> DataDump.write(other, null, line -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("no directory");
        assertThat(other).doesNotExist();
    }

    @Test
    void aDirectoryOfSomethingElseStaysAsItIs() throws IOException {
        Path other = Files.createDirectory(temporary.resolve("other"));
        Path file = Files.writeString(other.resolve("notes"), "of somebody else");
        assertThatThrownBy(() -> DataDump.write(other, null, line -> {}))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("not the data directory of a server");
        try (Stream<Path> content = Files.list(other)) {
            assertThat(content).containsExactly(file);
        }
    }

    /** The content of every file but the lock, by name. */
    private Map<String, Integer> files() throws IOException {
        Map<String, Integer> contents = new TreeMap<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.filter(Files::isRegularFile).toList()) {
                if (!path.endsWith("lock")) {
                    contents.put(path.toString(), Arrays.hashCode(Files.readAllBytes(path)));
                }
            }
        }
        return contents;
    }
}
