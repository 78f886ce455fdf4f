package io.lockstep.follower.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One server at a time, one identity for good, and no access for other users. */
class DataDirectoryTest {

    private static final Identity MEMBER = new Identity("c1", 3, "s1", "127.0.0.1:9203");

    @TempDir
    Path parent;

    private Path root;

    @BeforeEach
    void name() {
        root = parent.resolve("a").resolve("data");
    }

    private static StorageException refused(Reason reason, ThrowingCallable call) {
        StorageException refused = catchThrowableOfType(StorageException.class, call);
        assertThat(refused).as("it was taken").isNotNull();
        assertThat(refused.reason()).isEqualTo(reason);
        return refused;
    }

    private void storeMember() throws StorageException {
        try (DataDirectory data = DataDirectory.open(root)) {
            data.store(MEMBER);
        }
    }

    @Test
    void aMissingDirectoryIsCreatedWithoutAnIdentity() throws IOException {
        try (DataDirectory data = DataDirectory.open(root)) {
            assertThat(data.identity()).isEmpty();
            assertThat(List.of(data.log(), data.vote(), data.snapshots())).allMatch(Files::isDirectory);
        }
    }

    @Test
    void theSecretIsForItsOwnerOnly() throws IOException {
        ClusterSecret secret = ClusterSecret.random();
        try (DataDirectory data = DataDirectory.open(root)) {
            assertThat(data.secret()).isEmpty();
            data.store(secret);
            assertThat(data.secret()).contains(secret);
            Path file = root.resolve("secret");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
            assertThat(refused(Reason.SECRET, data::secret)).hasMessageContaining("chmod 600 " + file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            Files.writeString(file, secret.text().substring(1));
            assertThat(refused(Reason.SECRET, data::secret)).hasMessageContaining("holds no secret");
            data.store(secret);
            assertThat(data.secret()).contains(secret);
            data.discardIfNew();
        }
        assertThat(root).doesNotExist();
    }

    @Test
    void identityIsThereAfterStoringAndAfterOpeningAgain() throws IOException {
        try (DataDirectory data = DataDirectory.open(root)) {
            data.store(MEMBER);
            assertThat(data.identity()).contains(MEMBER);
        }
        try (DataDirectory data = DataDirectory.open(root)) {
            assertThat(data.identity()).contains(MEMBER);
        }
    }

    @Test
    void remembersThatTheClusterHasUsersUnlessTheStartFails() throws IOException {
        try (DataDirectory data = DataDirectory.open(root)) {
            assertThat(data.hasUsers()).isFalse();
            data.rememberUsers();
            assertThat(data.hasUsers()).isTrue();
            data.discardIfNew();
        }
        assertThat(root).doesNotExist();
    }

    @Test
    void isOpenOnceAtATime() throws IOException {
        try (DataDirectory data = DataDirectory.open(root)) {
            assertThat(refused(Reason.IN_USE, () -> DataDirectory.open(root)))
                    .hasMessageContaining(root.toString())
                    .hasMessageContaining("process " + ProcessHandle.current().pid());
            // The refused server has not released the lock.
            refused(Reason.IN_USE, () -> DataDirectory.open(root));
            assertThat(data.identity()).isEmpty();
        }
        DataDirectory.open(root).close();
    }

    @Test
    void refusesADamagedIdentityAndLetsGoOfTheLock() throws IOException {
        storeMember();
        Path identity = root.resolve(Identity.FILE);
        Files.writeString(identity, Files.readString(identity).replace("server=3", "server=2"));
        refused(Reason.CORRUPT, () -> DataDirectory.open(root));
        refused(Reason.CORRUPT, () -> DataDirectory.open(root));
    }

    @Test
    void refusesALogWithoutIdentity() throws IOException {
        storeMember();
        Files.writeString(root.resolve("log").resolve("segment"), "x");
        DataDirectory.open(root).close();
        Files.delete(root.resolve(Identity.FILE));
        assertThat(refused(Reason.CORRUPT, () -> DataDirectory.open(root))).hasMessageContaining("no identity file");
    }

    @Test
    void onlyTheOwnerMayReadIt() throws IOException {
        storeMember();
        for (String name : List.of("", "log", "vote", "snapshots")) {
            assertPermissions("rwx------", root.resolve(name));
        }
        assertPermissions("rwx------", root.getParent());
        for (String name : List.of("lock", Identity.FILE)) {
            assertPermissions("rw-------", root.resolve(name));
        }
    }

    private static void assertPermissions(String expected, Path path) throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .as("%s", path)
                .isEqualTo(expected);
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Files.createDirectories(root.getParent());
        Files.writeString(root, "");
        assertThat(refused(Reason.NOT_WRITABLE, () -> DataDirectory.open(root)))
                .hasMessageContaining(root + " cannot be used: it is a file");
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsNamed() throws IOException {
        Files.createDirectories(
                root, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-x------")));
        assumeFalse(Files.isWritable(root), "this user may write everywhere");
        assertThat(refused(Reason.NOT_WRITABLE, () -> DataDirectory.open(root)))
                .hasMessageContaining(root + " cannot be used: permission denied");
    }
}
