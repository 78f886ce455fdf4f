package io.lockstep.follower.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DiskLogDirectoryTest {
    @TempDir
    private Path parent;

    private static ByteBuffer bytes(int... values) {
        ByteBuffer buffer = ByteBuffer.allocate(values.length);
        for (int value : values) {
            buffer.put((byte) value);
        }
        return buffer.flip();
    }

    @Test
    void directoryAndFilesAreForTheirOwnerOnly() throws IOException {
        Path path = parent.resolve("log");
        LogDirectory directory = DiskLogDirectory.open(path);
        directory.create("a").close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("a"))))
                .isEqualTo("rw-------");
    }

    @Test
    void filesAreCreatedOnceListedAndDeleted() throws IOException {
        LogDirectory directory = DiskLogDirectory.open(parent.resolve("log"));
        directory.create("a").close();
        directory.create("b").close();
        directory.force();
        assertThatThrownBy(() -> directory.create("a")).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(DiskLogDirectory.open(parent.resolve("log")).names()).containsExactlyInAnyOrder("a", "b");
        directory.delete("a");
        assertThat(directory.names()).containsExactly("b");
        assertThat(directory.describe("b"))
                .isEqualTo(parent.resolve("log").resolve("b").toString());
    }

    @Test
    void aFileKeepsItsBytesAndIsCut() throws IOException {
        LogDirectory directory = DiskLogDirectory.open(parent.resolve("log"));
        try (LogFile file = directory.create("a")) {
            file.write(bytes(1, 2, 3, 4), 0);
            file.write(bytes(9, 8), 2);
            file.force();
            file.truncate(3);
            assertThat(file.size()).isEqualTo(3);
        }
        try (LogFile file = directory.open("a")) {
            ByteBuffer read = ByteBuffer.allocate(2);
            file.read(read, 1);
            assertThat(read.array()).containsExactly(2, 9);
            assertThatThrownBy(() -> file.read(ByteBuffer.allocate(2), 2)).isInstanceOf(EOFException.class);
        }
        LogFile closed = directory.open("a");
        closed.close();
        assertThatThrownBy(() -> closed.read(ByteBuffer.allocate(1), 0)).isInstanceOf(ClosedChannelException.class);
    }

    @Test
    void anInterruptedReaderReadsOnAndDisturbsNoOther() throws Exception {
        LogDirectory directory = DiskLogDirectory.open(parent.resolve("log"));
        ExecutorService other = Executors.newSingleThreadExecutor();
        AtomicBoolean done = new AtomicBoolean();
        try (LogFile file = directory.create("a")) {
            file.write(bytes(1, 2, 3, 4), 0);
            Future<?> otherReader = other.submit(() -> {
                while (!done.get()) {
                    file.read(ByteBuffer.allocate(4), 0);
                }
                return null;
            });
            for (int i = 0; i < 500; i++) {
                Thread.currentThread().interrupt();
                ByteBuffer read = ByteBuffer.allocate(2);
                file.read(read, 1);
                assertThat(read.array()).containsExactly(2, 3);
                assertThat(Thread.interrupted()).isTrue();
                file.write(bytes(i), 0);
                file.force();
            }
            done.set(true);
            otherReader.get();
        } finally {
            done.set(true);
            other.shutdown();
        }
    }
}
