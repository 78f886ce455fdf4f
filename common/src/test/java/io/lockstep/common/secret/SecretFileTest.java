package io.lockstep.common.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A file with a secret is read only if it holds one and nobody else can read it. */
class SecretFileTest {

    @TempDir
    Path directory;

    private Path file(String content, String permissions) throws IOException {
        Path file = directory.resolve("secret");
        Files.writeString(file, content);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n", "  \n"})
    void readsOneLine(String end) throws IOException {
        ClusterSecret secret = ClusterSecret.random();
        assertThat(SecretFile.read(file(secret.text() + end, "rw-------"))).isEqualTo(secret);
        assertThat(ClusterSecret.random()).isNotEqualTo(secret);
        assertThat(secret.toString()).doesNotContain(secret.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "not hexadecimal", "two\nlines"})
    void refusesWhatIsNoSecret(String content) throws IOException {
        Path file = file(content, "rw-------");
        assertThatThrownBy(() -> SecretFile.read(file))
                .hasMessageContaining(file + " holds no secret")
                .hasMessageContaining("join-secret");
        Path longer = file(ClusterSecret.random().text().repeat(1_000), "rw-------");
        assertThatThrownBy(() -> SecretFile.read(longer)).hasMessageContaining("holds no secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-"})
    void refusesAFileThatOthersCanReadOrWrite(String permissions) throws IOException {
        Path file = file(ClusterSecret.random().text(), permissions);
        assertThatThrownBy(() -> SecretFile.read(file))
                .hasMessage(file + " can be read or written by others; run chmod 600 " + file);
    }

    @Test
    void namesAFileThatIsNotThere() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> SecretFile.read(missing)).hasMessage("there is no file " + missing);
        assertThatThrownBy(() -> SecretFile.read(directory)).isInstanceOf(IOException.class);
    }
}
