package io.lockstep.follower.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory can be judged while a server runs on it, and before there is one. */
class DirectoryCheckTest {

    @TempDir
    private Path directory;

    @Test
    void aDirectoryThatCanBeMadeHoldsNoServerAndIsNotMade() throws StorageException {
        Path fresh = directory.resolve("a").resolve("b");
        assertThat(DirectoryCheck.holdsServer(fresh)).isFalse();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aServerThatRunsIsFound() throws StorageException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            assertThat(DirectoryCheck.holdsServer(directory)).isFalse();
            data.store(Identity.founding("127.0.0.1:9100"));
            assertThat(DirectoryCheck.holdsServer(directory)).isTrue();
        }
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> DirectoryCheck.holdsServer(file.resolve("data")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file + " is a file");
    }

    @Test
    void aDamagedIdentityIsFound() throws IOException {
        try (DataDirectory data = DataDirectory.open(directory)) {
            data.store(Identity.founding("127.0.0.1:9100"));
        }
        Path identity = directory.resolve(Identity.FILE);
        Files.writeString(identity, Files.readString(identity).substring(0, 20));
        assertThatThrownBy(() -> DirectoryCheck.holdsServer(directory))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining("checksum");
    }
}
