package io.lockstep.follower.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Cuts a log of 500 records at every byte and flips every byte: opening it returns correct entries or fails. */
class SegmentedLogDamageTest {
    private static final int RECORDS = 500;

    private final MemoryLogDirectory whole = new MemoryLogDirectory();

    /** The last index of each batch, 0 first. */
    private final List<Long> batchEnds = new ArrayList<>(List.of(0L));

    private List<String> names = List.of();

    @BeforeEach
    void writeLog() throws IOException {
        Random random = new Random(3);
        try (SegmentedLog log = TestLogs.open(whole)) {
            for (long next = 1; next <= RECORDS; next = log.lastIndex() + 1) {
                long last = Math.min(RECORDS, next + random.nextInt(9));
                // The last batch is a long one, so much of its damage is inside.
                TestLogs.append(log, next, next > RECORDS - 20 ? RECORDS : last);
                batchEnds.add(log.lastIndex());
            }
        }
        names = whole.names();
        assertThat(names).hasSizeGreaterThan(3);
    }

    private long lastBatchStart() {
        return batchEnds.get(batchEnds.size() - 2);
    }

    /**
     * Opens the log.
     *
     * @return the last index; -1 if the log is refused with a message that names the place and the remedy
     */
    private static long open(MemoryLogDirectory directory) throws IOException {
        try (SegmentedLog log = TestLogs.open(directory)) {
            assertThat(log.firstIndex()).isEqualTo(1);
            for (long index = 1; index <= log.lastIndex(); index++) {
                if (!Arrays.equals(TestLogs.read(log, index), TestLogs.payload(index, 0))) {
                    throw new AssertionError("wrong data at " + index);
                }
            }
            return log.lastIndex();
        } catch (DamagedLogException e) {
            assertThat(e.getMessage()).contains("memory/segment-", "offset " + e.offset(), "older copy", "join");
            return -1;
        } catch (IOException e) {
            // The two bytes of the version are flipped to another one.
            assertThat(e.getMessage()).contains("memory/segment-", "another version");
            return -1;
        }
    }

    @Test
    void newestSegmentCutAnywhereKeepsEveryCompleteBatch() throws IOException {
        String newest = names.get(names.size() - 1);
        byte[] content = whole.content(newest);
        long previous = 0;
        TreeSet<Long> ends = new TreeSet<>();
        for (int size = 0; size <= content.length; size++) {
            MemoryLogDirectory cut = whole.copy();
            cut.setContent(newest, Arrays.copyOf(content, size));
            long last = open(cut);
            assertThat(last)
                    .as("cut at %s", size)
                    .isGreaterThanOrEqualTo(previous)
                    .isIn(batchEnds);
            assertThat(open(cut)).as("opened again").isEqualTo(last);
            previous = last;
            ends.add(last);
        }
        assertThat(previous).isEqualTo(RECORDS);
        assertThat(ends)
                .as("each batch of the segment came in turn")
                .containsExactlyElementsOf(batchEnds.subList(batchEnds.indexOf(ends.first()), batchEnds.size()));
    }

    @Test
    void olderSegmentCutAnywhereIsRefused() throws IOException {
        for (String name : names.subList(0, names.size() - 1)) {
            byte[] content = whole.content(name);
            int used = content.length;
            while (content[used - 1] == 0) {
                used--;
            }
            for (int size = 0; size < used; size++) {
                MemoryLogDirectory cut = whole.copy();
                cut.setContent(name, Arrays.copyOf(content, size));
                assertThat(open(cut)).as("%s cut at %s", name, size).isEqualTo(-1);
            }
        }
    }

    @Test
    void anyByteFlippedIsCutWithTheLastBatchOrRefused() throws IOException {
        int refused = 0;
        int cut = 0;
        for (String name : names) {
            boolean newest = name.equals(names.get(names.size() - 1));
            for (int offset = 0; offset < whole.content(name).length; offset++) {
                for (int flip : new int[] {0x01, 0xFF}) {
                    MemoryLogDirectory flipped = whole.copy();
                    flipped.content(name)[offset] ^= (byte) flip;
                    long last = open(flipped);
                    if (last == -1) {
                        refused++;
                    } else if (last == lastBatchStart() && newest) {
                        cut++;
                    } else {
                        assertThat(last).as("%s flipped at %s", name, offset).isEqualTo(RECORDS);
                        assertThat(whole.content(name)[offset])
                                .as("a zero behind the records")
                                .isZero();
                    }
                }
            }
        }
        assertThat(refused).isGreaterThan(20_000);
        assertThat(cut).isGreaterThan(500);
    }

    @Test
    void damageIsLeftAsItIs() throws IOException {
        whole.content(names.get(1))[100] ^= 1;
        MemoryLogDirectory before = whole.copy();
        assertThatThrownBy(() -> TestLogs.open(whole)).isInstanceOf(DamagedLogException.class);
        for (String name : names) {
            assertThat(whole.content(name)).isEqualTo(before.content(name));
        }
    }

    @Test
    void missingFilesAreRefused() throws IOException {
        for (String name : names.subList(0, names.size() - 1)) {
            MemoryLogDirectory missing = whole.copy();
            missing.remove(name);
            assertThatThrownBy(() -> TestLogs.open(missing))
                    .isInstanceOf(DamagedLogException.class)
                    .hasMessageContaining(name)
                    .hasMessageContaining("missing");
        }
    }

    @Test
    void lastBatchDamagedInTheMiddleIsCut() throws IOException {
        String newest = names.get(names.size() - 1);
        byte[] content = whole.content(newest);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        int length = 200;
        Arrays.fill(content, end - length, end - length / 2, (byte) 0);
        assertThat(open(whole)).isEqualTo(lastBatchStart());
        // After the cut, the log continues as if nothing had been there.
        try (SegmentedLog log = TestLogs.open(whole)) {
            TestLogs.append(log, log.lastIndex() + 1, RECORDS);
        }
        assertThat(open(whole)).isEqualTo(RECORDS);
    }

    @Test
    void batchBeforeTheLastDamagedIsRefused() throws IOException {
        String newest = names.get(names.size() - 1);
        byte[] content = whole.content(newest);
        content[SegmentHeader.BYTES + RecordFormat.HEAD_BYTES + 30] ^= 1;
        assertThat(open(whole)).isEqualTo(-1);
    }

    @Test
    void garbageBehindTheLastBatchIsCutAndReported() throws IOException {
        String newest = names.get(names.size() - 1);
        byte[] content = whole.content(newest);
        byte[] longer = Arrays.copyOf(content, content.length + 5_000);
        for (int i = content.length; i < longer.length - 1_000; i++) {
            longer[i] = (byte) (i * 31);
        }
        longer[content.length + 3_999] = 1;
        whole.setContent(newest, longer);
        try (SegmentedLog log = TestLogs.open(whole)) {
            assertThat(log.lastIndex()).isEqualTo(RECORDS);
            assertThat(log.recovery().cutBytes()).isGreaterThanOrEqualTo(4_000);
            assertThat(log.recovery())
                    .hasToString("500 entries, 1 to 500; an unfinished write at the end was cut off ("
                            + log.recovery().cutBytes() + " bytes)");
            assertThat(log.recovery().records()).isEqualTo(RECORDS);
        }
        try (SegmentedLog log = TestLogs.open(whole)) {
            assertThat(log.recovery().cutBytes()).isZero();
        }
    }

    @Test
    void payloadThatLooksLikeARecordIsNotTakenForOne() throws IOException {
        MemoryLogDirectory directory = new MemoryLogDirectory();
        int headEnd;
        try (SegmentedLog log = TestLogs.open(directory)) {
            TestLogs.append(log, 1, 1);
            TestLogs.append(log, 2, 2);
            byte[] content = directory.content(Segment.name(1));
            int second = SegmentHeader.BYTES + RecordFormat.HEAD_BYTES + TestLogs.payload(1, 0).length;
            headEnd = second + RecordFormat.HEAD_BYTES + TestLogs.payload(2, 0).length;
            byte[] record = Arrays.copyOfRange(content, second, headEnd);
            log.append(TestLogs.batch(3, List.of(record)));
        }
        directory.content(Segment.name(1))[headEnd + 20] ^= 1;
        assertThat(open(directory)).isEqualTo(2);
    }

    @Test
    void laterFormatIsRefusedAsSuch() throws IOException {
        whole.content(names.get(0))[11] = 3;
        assertThatThrownBy(() -> TestLogs.open(whole))
                .hasMessageContaining(names.get(0))
                .hasMessageContaining("another version");
    }

    @Test
    void onlyFileLeftOfACutLogIsNotTakenForANewLog() throws IOException {
        MemoryLogDirectory directory = new MemoryLogDirectory();
        try (SegmentedLog log = TestLogs.open(directory)) {
            while (directory.names().size() < 3) {
                TestLogs.append(log, log.lastIndex() + 1, log.lastIndex() + 20);
            }
            log.truncatePrefix(log.lastIndex() + 1);
        }
        assertThat(directory.names()).containsExactly(Segment.name(3));
        directory.setContent(Segment.name(3), Arrays.copyOf(directory.content(Segment.name(3)), 60));
        assertThatThrownBy(() -> TestLogs.open(directory))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining("older files are gone");
    }

    @Test
    void otherFilesInTheDirectoryAreLeftAlone() throws IOException {
        for (String other : List.of("lost+found", "segment-1.log", "segment-00000000ab.log", "notes")) {
            whole.create(other);
        }
        assertThat(open(whole)).isEqualTo(RECORDS);
        assertThat(whole.names()).contains("notes", "segment-1.log");
    }

    @Test
    void damageInAnOlderFileIsReportedWhereItIs() throws IOException {
        byte[] content = whole.content(names.get(1));
        int flipped = content.length / 2;
        content[flipped] ^= 1;
        assertThatThrownBy(() -> TestLogs.open(whole)).isInstanceOfSatisfying(DamagedLogException.class, e -> {
            assertThat(e.file()).isEqualTo("memory/" + names.get(1));
            assertThat(e.offset()).isBetween(flipped - 1_000L, (long) flipped);
        });
    }

    @Test
    void badEndOfAnOlderFileIsRefusedBeforeAnUnfinishedFile() throws IOException {
        String newest = names.get(names.size() - 1);
        String older = names.get(names.size() - 2);
        whole.setContent(newest, Arrays.copyOf(whole.content(newest), 10));
        MemoryLogDirectory intact = whole.copy();
        assertThat(open(intact)).isPositive().isLessThan(RECORDS);
        byte[] content = whole.content(older);
        int end = content.length;
        while (content[end - 1] == 0) {
            end--;
        }
        content[end - 10] ^= 1;
        assertThatThrownBy(() -> TestLogs.open(whole))
                .isInstanceOf(DamagedLogException.class)
                .hasMessageContaining(older)
                .hasMessageContaining("a later file was begun");
    }
}
