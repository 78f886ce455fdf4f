package io.lockstep.follower.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.entry.ByteSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotScheduleTest {

    private static final int ENTRY_BYTES = 10;

    @Test
    void aSmallMapIsWrittenAfterTheLeastGrowth() {
        SnapshotSchedule schedule = new SnapshotSchedule(1, 1_000);
        assertThat(dueAt(schedule, 3_000)).containsExactly(1_000, 2_000, 3_000);
    }

    @Test
    void aLargeMapIsWrittenOnceTheLogHasGrownByItsSize() {
        SnapshotSchedule schedule = new SnapshotSchedule(1, 1_000);
        read(schedule.measured(ByteSource.of(new byte[5_000])));
        assertThat(dueAt(schedule, 10_000)).containsExactly(5_000, 10_000);
    }

    @Test
    void theServersOfAClusterDoNotWriteAtOnce() {
        List<Integer> all = new ArrayList<>();
        for (int server = 1; server <= 3; server++) {
            all.addAll(dueAt(new SnapshotSchedule(server, 1_000), 10_000));
        }
        assertThat(all).hasSizeGreaterThan(24).doesNotHaveDuplicates();
    }

    @Test
    void aSnapshotThatIsStillBeingWrittenCountsForNothing() {
        SnapshotSchedule schedule = new SnapshotSchedule(1, 1_000);
        schedule.measured(ByteSource.of(new byte[5_000])).next();
        assertThat(dueAt(schedule, 1_000)).containsExactly(1_000);
    }

    private static void read(ByteSource source) {
        int length;
        do {
            length = source.next().length;
        } while (length > 0);
    }

    /** After how many bytes of entries a snapshot is due. */
    private static List<Integer> dueAt(SnapshotSchedule schedule, int bytes) {
        List<Integer> due = new ArrayList<>();
        for (int at = ENTRY_BYTES; at <= bytes; at += ENTRY_BYTES) {
            if (schedule.isDueAfter(ENTRY_BYTES)) {
                due.add(at);
            }
        }
        return due;
    }
}
