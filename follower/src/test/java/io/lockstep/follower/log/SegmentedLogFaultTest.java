package io.lockstep.follower.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Disks that fail, fill up or stall. */
class SegmentedLogFaultTest {
    private final MemoryLogDirectory directory = new MemoryLogDirectory();

    private SegmentedLog open() throws IOException {
        return TestLogs.open(directory);
    }

    private void failing(String operation) {
        directory.disturbance = (attempted, name) -> {
            if (attempted.equals(operation)) {
                throw new IOException("Input/output error");
            }
        };
    }

    private void healthy() {
        directory.disturbance = (attempted, name) -> {};
    }

    private static void assertHolds(SegmentedLog log, long last) throws IOException {
        for (long index = 1; index <= last; index++) {
            assertThat(TestLogs.read(log, index)).as("entry %s", index).isEqualTo(TestLogs.payload(index, 0));
        }
    }

    @Test
    void batchTakesOneWriteAndOneForce() throws IOException {
        SegmentedLog log = open();
        TestLogs.append(log, 1, 2);
        int[] writes = new int[1];
        directory.disturbance = (operation, name) -> {
            assertThat(operation).isIn("write", "force");
            writes[0] += operation.equals("write") ? 1 : 0;
        };
        directory.forces = 0;
        TestLogs.append(log, 3, 5);
        assertThat(writes[0]).isEqualTo(1);
        assertThat(directory.forces).isEqualTo(1);
    }

    @Test
    void nothingIsAcknowledgedAfterAFailedFsync() throws IOException {
        SegmentedLog log = open();
        TestLogs.append(log, 1, 3);
        failing("force");
        assertThatThrownBy(() -> TestLogs.append(log, 4, 6))
                .isInstanceOf(LogFailedException.class)
                .hasMessageContaining("Input/output error");
        healthy();
        assertThatThrownBy(() -> TestLogs.append(log, 4, 4)).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(() -> log.truncatePrefix(3)).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(() -> log.truncateSuffix(1)).isInstanceOf(LogFailedException.class);
        assertThatThrownBy(() -> log.reset(9)).isInstanceOf(LogFailedException.class);
        assertThat(log.lastIndex()).isEqualTo(3);
        assertThat(log.read(4)).isNull();
        assertHolds(log, 3);

        SegmentedLog again = open();
        assertThat(again.lastIndex()).isIn(3L, 6L);
        assertHolds(again, again.lastIndex());
        TestLogs.append(again, again.lastIndex() + 1, 8);
        assertHolds(open(), 8);
    }

    @Test
    void errorOfTheVirtualMachineIsFatalToo() throws IOException {
        SegmentedLog log = open();
        TestLogs.append(log, 1, 3);
        directory.disturbance = (operation, name) -> {
            throw new OutOfMemoryError("planted");
        };
        assertThatThrownBy(() -> TestLogs.append(log, 4, 6)).isInstanceOf(OutOfMemoryError.class);
        healthy();
        assertThatThrownBy(() -> TestLogs.append(log, 4, 6)).isInstanceOf(LogFailedException.class);
    }

    @Test
    void aDirectoryThatCannotBeForcedFailsTheAppend() throws IOException {
        SegmentedLog log = open();
        failing("force directory");
        assertThatThrownBy(() -> TestLogs.append(log, 1, 3)).isInstanceOf(LogFailedException.class);
        assertThat(log.lastIndex()).isZero();
    }

    @Test
    void diskFullAnywhereKeepsAllThatWasAcknowledged() throws IOException {
        for (long capacity = 0; capacity < 7_000; capacity++) {
            MemoryLogDirectory full = new MemoryLogDirectory();
            full.capacityBytes = capacity;
            SegmentedLog log = TestLogs.open(full);
            long acknowledged = 0;
            try {
                while (true) {
                    TestLogs.append(log, acknowledged + 1, acknowledged + 10);
                    acknowledged += 10;
                }
            } catch (LogFailedException e) {
                assertThat(e.getMessage()).contains("No space left");
            }
            assertThat(log.lastIndex()).isEqualTo(acknowledged);
            full.capacityBytes = Long.MAX_VALUE;
            SegmentedLog again = TestLogs.open(full);
            assertThat(again.lastIndex()).as("capacity %s", capacity).isIn(acknowledged, acknowledged + 10);
            TestLogs.append(again, again.lastIndex() + 1, acknowledged + 15);
            assertHolds(TestLogs.open(full), acknowledged + 15);
        }
    }

    @Test
    @Timeout(20)
    void readersNeitherWaitForAnFsyncNorSeeItsEntries() throws Exception {
        SegmentedLog log = open();
        TestLogs.append(log, 1, 3);
        CountDownLatch stuck = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        directory.disturbance = (operation, name) -> {
            if (operation.equals("force")) {
                stuck.countDown();
                try {
                    released.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException(e);
                }
            }
        };
        ExecutorService writer = Executors.newSingleThreadExecutor();
        try {
            Future<?> append = writer.submit(() -> {
                TestLogs.append(log, 4, 5);
                return null;
            });
            stuck.await();
            assertHolds(log, 3);
            assertThat(log.firstIndex()).isEqualTo(1);
            assertThat(log.lastIndex()).isEqualTo(3);
            assertThat(log.markedIndexes()).isEmpty();
            assertThat(log.read(4)).isNull();
            assertThat(append.isDone()).isFalse();
            released.countDown();
            append.get(10, TimeUnit.SECONDS);
            assertHolds(log, 5);
        } finally {
            released.countDown();
            writer.shutdown();
        }
    }

    @Test
    void damagedRecordIsNeverHandedOut() throws IOException {
        SegmentedLog log = open();
        TestLogs.append(log, 1, 3);
        byte[] content = directory.content(Segment.name(1));
        for (int offset = SegmentHeader.BYTES; content[offset] != 0; offset++) {
            content[offset] ^= 1;
            int failures = 0;
            for (long index = 1; index <= 3; index++) {
                try {
                    assertThat(TestLogs.read(log, index)).isEqualTo(TestLogs.payload(index, 0));
                } catch (DamagedLogException e) {
                    assertThat(e.getMessage()).contains("entry " + index);
                    failures++;
                }
            }
            assertThat(failures).isEqualTo(1);
            content[offset] ^= 1;
        }
    }
}
