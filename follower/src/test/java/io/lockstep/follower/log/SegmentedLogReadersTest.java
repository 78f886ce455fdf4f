package io.lockstep.follower.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Threads read while another one appends, replaces and drops entries, on files that come and go. */
class SegmentedLogReadersTest {

    private static final int ROUNDS = 300;
    private static final int READERS = 2;

    /** A few entries fill a segment. */
    private static final LogLimits TINY = new LogLimits(400, 0, 200, 1_000);

    @TempDir
    private Path directory;

    @Test
    void aReaderGetsAnEntryAsItWasWrittenOrNone() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicLong found = new AtomicLong();
        AtomicLong gone = new AtomicLong();
        ExecutorService threads = Executors.newFixedThreadPool(READERS);
        try (SegmentedLog log =
                SegmentedLog.open(DiskLogDirectory.open(directory.resolve("log")), TINY, new TestOwner())) {
            List<Future<?>> readers = new ArrayList<>();
            for (int i = 0; i < READERS; i++) {
                readers.add(threads.submit(() -> {
                    while (!over.get()) {
                        // Also just before the first and after the last entry, where they come and go.
                        for (long index = log.firstIndex() - 1; index <= log.lastIndex() + 1; index++) {
                            (isThere(log, index) ? found : gone).incrementAndGet();
                        }
                    }
                    return null;
                }));
            }
            try {
                change(log);
            } finally {
                over.set(true);
            }
            for (Future<?> reader : readers) {
                reader.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(found).hasPositiveValue();
        assertThat(gone).hasPositiveValue();
    }

    /** A disk may change what it was given while the log is open. */
    @Test
    void anEntryThatTheDiskHasChangedIsNotGivenToAReader() throws Exception {
        Path files = directory.resolve("log");
        try (SegmentedLog log = SegmentedLog.open(DiskLogDirectory.open(files), TINY, new TestOwner())) {
            append(log, 1);
            Path file = files.resolve(Segment.name(1));
            byte[] bytes = Files.readAllBytes(file);
            int last = bytes.length - 1;
            while (bytes[last] == 0) {
                last--;
            }
            bytes[last] ^= 1;
            Files.write(file, bytes);
            assertThatExceptionOfType(DamagedLogException.class).isThrownBy(() -> log.read(1));
        }
    }

    private static void change(SegmentedLog log) throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            append(log, log.lastIndex() + 1);
            append(log, log.lastIndex() + 1);
            if (round % 3 == 0) {
                log.truncateSuffix(log.lastIndex() - 1);
            }
            if (log.lastIndex() - log.firstIndex() > 6) {
                log.truncatePrefix(log.firstIndex() + 3);
            }
        }
    }

    /** An entry repeats its index, in one of many lengths. */
    private static void append(SegmentedLog log, long index) throws IOException {
        LogBatch batch = new LogBatch(TINY);
        int longs = 1 + (int) (index % 9);
        ByteBuffer payload = batch.add(index, false, longs * Long.BYTES);
        for (int i = 0; i < longs; i++) {
            payload.putLong(index);
        }
        log.append(batch);
    }

    private static boolean isThere(SegmentedLog log, long index) throws IOException {
        ByteBuffer payload = log.read(index);
        if (payload == null) {
            return false;
        }
        assertThat(payload.remaining()).isEqualTo((1 + (int) (index % 9)) * Long.BYTES);
        while (payload.hasRemaining()) {
            assertThat(payload.getLong()).isEqualTo(index);
        }
        return true;
    }
}
