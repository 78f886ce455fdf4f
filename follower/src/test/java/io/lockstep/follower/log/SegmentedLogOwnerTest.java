package io.lockstep.follower.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A log of 1,000 acknowledged records, cut at every byte and flipped at every byte, and parts of it deleted or of
 * another server. Opening it returns all of them, or fails, or tells the owner beforehand that some may be lost.
 */
class SegmentedLogOwnerTest {
    private static final int RECORDS = 1_000;
    private static final long REFUSED = -1;

    private final MemoryLogDirectory whole = new MemoryLogDirectory();
    private final TestOwner owner = new TestOwner();
    private List<String> names = List.of();
    private String newest = "";

    @BeforeEach
    void writeLog() throws IOException {
        Random random = new Random(3);
        try (SegmentedLog log = SegmentedLog.open(whole, TestLogs.SMALL, owner)) {
            for (long next = 1; next <= RECORDS; next = log.lastIndex() + 1) {
                TestLogs.append(log, next, Math.min(RECORDS, next + random.nextInt(9)));
            }
        }
        names = whole.names();
        newest = names.get(names.size() - 1);
        assertThat(names).hasSizeGreaterThan(3);
        assertThat(owner.begun).isEqualTo(names.size());
    }

    private long open(MemoryLogDirectory directory) throws IOException {
        owner.cuts.clear();
        try (SegmentedLog log = SegmentedLog.open(directory, TestLogs.SMALL, owner)) {
            for (long index = 1; index <= log.lastIndex(); index++) {
                assertThat(TestLogs.read(log, index)).isEqualTo(TestLogs.payload(index, 0));
            }
            if (log.lastIndex() < RECORDS) {
                assertThat(owner.cuts).singleElement().isEqualTo(log.recovery());
            }
            return log.lastIndex();
        } catch (DamagedLogException e) {
            return REFUSED;
        } catch (IOException e) {
            assertThat(e.getMessage()).contains("another version");
            return REFUSED;
        }
    }

    @Test
    void intactLogTellsNothing() throws IOException {
        assertThat(open(whole)).isEqualTo(RECORDS);
        assertThat(open(whole)).as("opened again, without a write between").isEqualTo(RECORDS);
        assertThat(owner.cuts).isEmpty();
    }

    @Test
    void newestSegmentCutAnywhereIsToldOrRefused() throws IOException {
        byte[] content = whole.content(newest);
        int refused = 0;
        int told = 0;
        for (int size = 0; size < content.length; size++) {
            MemoryLogDirectory cut = whole.copy();
            cut.setContent(newest, Arrays.copyOf(content, size));
            refused += open(cut) == REFUSED ? 1 : 0;
            told += owner.cuts.size();
        }
        assertThat(refused).as("without its first batch").isGreaterThan(SegmentHeader.BYTES);
        assertThat(told).as("without later ones").isGreaterThan(SegmentHeader.BYTES);
    }

    @Test
    void logCutAfterItWasOpenedIsToldAlthoughNothingWasWrittenSince() throws IOException {
        open(whole);
        byte[] content = whole.content(newest);
        whole.setContent(newest, Arrays.copyOf(content, content.length - 1));
        open(whole);
        assertThat(owner.cuts).as("shortened by the zero behind the last batch").hasSize(1);
    }

    @Test
    void anyByteFlippedIsToldOrRefused() throws IOException {
        for (String name : names) {
            for (int offset = 0; offset < whole.content(name).length; offset++) {
                MemoryLogDirectory flipped = whole.copy();
                flipped.content(name)[offset] ^= (byte) (1 << offset % 8);
                long last = open(flipped);
                assertThat(last == REFUSED || last == RECORDS || name.equals(newest))
                        .as("%s flipped at %s", name, offset)
                        .isTrue();
            }
        }
    }

    @Test
    void missingNewestFilesAreRefused() throws IOException {
        whole.remove(newest);
        assertThat(open(whole)).isEqualTo(REFUSED);
        names.subList(0, names.size() - 1).forEach(whole::remove);
        assertThat(open(whole)).as("nothing left").isEqualTo(REFUSED);
    }

    @Test
    void segmentThatWasNeverAcknowledgedIsNoLoss() throws IOException {
        whole.setContent(newest, Arrays.copyOf(whole.content(newest), 60));
        owner.begun--;
        try (SegmentedLog log = SegmentedLog.open(whole, TestLogs.SMALL, owner)) {
            assertThat(log.recovery().cutBytes()).isPositive();
            assertThat(owner.cuts).isEmpty();
        }
    }

    @Test
    void logOfAnotherServerIsRefused() {
        owner.id = 2;
        assertThatThrownBy(() -> SegmentedLog.open(whole, TestLogs.SMALL, owner))
                .isInstanceOf(ForeignLogException.class)
                .hasMessageContaining(names.get(0));
    }

    @Test
    void ownerIsToldBeforeEntriesAreDropped() throws IOException {
        try (SegmentedLog log = SegmentedLog.open(whole, TestLogs.SMALL, owner)) {
            log.truncateSuffix(RECORDS);
            assertThat(owner.dropped).as("nothing is dropped").isEmpty();
            log.truncateSuffix(900);
            log.reset(2_000);
        }
        assertThat(owner.dropped).containsExactly(900L, 1_999L);
    }
}
