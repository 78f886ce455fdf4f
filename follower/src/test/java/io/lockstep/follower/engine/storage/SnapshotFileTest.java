package io.lockstep.follower.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.entry.ByteSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {

    private static final byte[] MAP = new byte[300];

    @TempDir
    Path directory;

    private byte[] written;

    @BeforeEach
    void write() throws IOException {
        Arrays.fill(MAP, (byte) 7);
        long size = SnapshotFile.write(directory, ByteSource.of(MAP));
        written = Files.readAllBytes(file());
        assertThat(size).isEqualTo(written.length);
    }

    @Test
    void itComesBack() throws IOException {
        byte[] read = SnapshotFile.read(directory, ByteSource::next);
        assertThat(read).isEqualTo(MAP);
    }

    @Test
    void everyFlippedBitIsRefused() throws IOException {
        for (int bit = 0; bit < written.length * 8; bit++) {
            byte[] damaged = written.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            assertRefused(damaged);
        }
    }

    @Test
    void everyCutIsRefused() throws IOException {
        for (int length = 0; length < written.length; length++) {
            assertRefused(Arrays.copyOf(written, length));
        }
    }

    private void assertRefused(byte[] damaged) throws IOException {
        Files.write(file(), damaged);
        assertThatThrownBy(() -> SnapshotFile.read(directory, SnapshotFileTest::all))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file() + " is damaged: ");
    }

    private static int all(ByteSource source) {
        int bytes = 0;
        for (byte[] piece = source.next(); piece.length > 0; piece = source.next()) {
            bytes += piece.length;
        }
        return bytes;
    }

    private Path file() {
        return directory.resolve(SnapshotFile.NAME);
    }
}
