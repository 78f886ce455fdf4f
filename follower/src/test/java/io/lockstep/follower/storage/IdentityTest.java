package io.lockstep.follower.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lockstep.follower.storage.StorageException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An identity is read from disk as it was stored, or not at all. */
class IdentityTest {

    private static final Identity MEMBER = new Identity("c1", 3, "s1", "127.0.0.1:9203");

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve(Identity.FILE);
    }

    private void assertUnreadable(Reason reason) {
        StorageException refused = catchThrowableOfType(StorageException.class, () -> Identity.read(directory));
        assertThat(refused).as("it was read").isNotNull();
        assertThat(refused.reason()).isEqualTo(reason);
        assertThat(refused).hasMessageContaining(file.toString());
    }

    @Test
    void comesBackAsWritten() throws IOException {
        for (Identity identity : new Identity[] {Identity.joining("a:1"), Identity.founding("a:1"), MEMBER}) {
            identity.write(directory);
            assertThat(Identity.read(directory)).isEqualTo(identity);
        }
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void joiningKeepsTheStorageIdAndGetsTheRest() {
        Identity joining = Identity.joining("a:1");
        assertThat(joining.isMember()).isFalse();
        Identity joined = joining.joined("c1", 2);
        assertThat(joined).isEqualTo(new Identity("c1", 2, joining.storageId(), "a:1"));
        assertThat(joined.isMember()).isTrue();
    }

    @Test
    void everyNewDirectoryIsAnotherServer() {
        assertThat(Identity.joining("a:1").storageId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Identity.joining("a:1").storageId());
        assertThat(Identity.founding("a:1").clusterId())
                .matches("[0-9a-f]{32}")
                .isNotEqualTo(Identity.founding("a:1").clusterId());
    }

    @Test
    void numberAndClusterComeTogether() {
        assertThatThrownBy(() -> new Identity("", 1, "s", "a:1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Identity("c", 0, "s", "a:1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Identity("c", -1, "s", "a:1")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anyFlippedBitIsFound() throws IOException {
        MEMBER.write(directory);
        byte[] whole = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * whole.length; bit++) {
            byte[] damaged = whole.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, damaged);
            assertUnreadable(Reason.CORRUPT);
        }
    }

    @Test
    void aFileCutShortAnywhereIsFound() throws IOException {
        MEMBER.write(directory);
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertUnreadable(Reason.CORRUPT);
        }
    }

    @Test
    void bytesBehindTheChecksumAreFound() throws IOException {
        MEMBER.write(directory);
        Files.writeString(file, Files.readString(file) + "server=1\n");
        assertUnreadable(Reason.CORRUPT);
    }

    @Test
    void anEndlessFileIsNotRead() throws IOException {
        Files.write(file, new byte[64 * 1024 + 1]);
        assertUnreadable(Reason.CORRUPT);
    }

    @Test
    void otherFormatsAreNotGuessedAt() throws IOException {
        for (String version : new String[] {"1", "3"}) {
            Map<String, String> lines = new LinkedHashMap<>();
            lines.put("lockstep-data", version);
            lines.put("server", "of another form");
            ChecksummedText.write(directory, Identity.FILE, lines);
            assertUnreadable(Reason.UNKNOWN_VERSION);
        }
    }

    @Test
    void linesKeepTheirOrderAndMayContainEqualsSigns() throws IOException {
        Map<String, String> lines = new LinkedHashMap<>();
        lines.put("z", "1=2");
        lines.put("a", "");
        lines.put("checksum", "the word itself");
        ChecksummedText.write(directory, "text", lines);
        assertThat(ChecksummedText.read(directory.resolve("text"))).containsExactlyEntriesOf(lines);
    }

    @Test
    void leftoversOfAnInterruptedWriteDoNoHarm() throws IOException {
        Files.writeString(directory.resolve(Identity.FILE + ".new"), "half a li");
        MEMBER.write(directory);
        assertThat(Identity.read(directory)).isEqualTo(MEMBER);
    }
}
