package io.lockstep.follower.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.map.ReplicatedMap;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Bytes that are no entry are passed over; those of a newer program are not, and end the reading. */
class LoggedEntriesTest {

    private static final Entry ENTRY = entry();

    private final ReplicatedMap map = new ReplicatedMap(NodeClock.system());
    private final LoggedEntries entries = new LoggedEntries(new Program("1.0.0", 1), map);

    private static Entry entry(Command... commands) {
        Origin origin = new Origin(new ServerIncarnation(1, 2), 3);
        return new Entry(
                origin,
                4,
                5,
                Stream.of(commands)
                        .map(command -> new Submission(origin, command))
                        .toList());
    }

    @Test
    void anEntryIsRead() {
        assertThat(entries.read(1, EntryCodec.encode(ENTRY), null)).isEqualTo(ENTRY);
        assertThat(entries.outgrown()).isNull();
    }

    @Test
    void garbageIsPassedOver() {
        Random random = new Random(1);
        for (int length = 1; length < 200; length++) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            assertThat(entries.read(length, garbage, null)).isNull();
            assertThat(map.appliedIndex()).isEqualTo(length);
        }
        byte[] damaged = EntryCodec.encode(ENTRY);
        damaged[damaged.length - 1] ^= 1;
        assertThat(entries.read(200, damaged, null)).isNull();
        assertThat(map.appliedIndex()).isEqualTo(200);
        assertThat(entries.outgrown()).isNull();
    }

    @Test
    void anEntryOfAnotherVersionEndsTheReading() {
        byte[] newer = EntryCodec.encode(ENTRY);
        newer[0]++;
        assertThat(entries.read(1, newer, null)).isNull();
        assertThat(entries.read(2, EntryCodec.encode(ENTRY), null)).isNull();
        assertThat(map.appliedIndex()).isZero();
        assertThat(entries.outgrown()).contains("another version", "1.0.0", "lockstep nodes -o wide");
    }

    @Test
    void aClusterOfAHigherLevelEndsTheReading() {
        map.apply(
                1,
                entry(
                        new Command.FoundCluster("cluster", 1),
                        new Command.RegisterServer("disk", "c:1", "p:1", false, 0, new Program("2.0.0", 2))));
        assertThat(entries.read(2, EntryCodec.encode(ENTRY), null)).isNull();
        assertThat(entries.outgrown()).contains("feature level 2", "reads level 1", "1.0.0");
        assertThat(new LoggedEntries(new Program("2.0.0", 2), map).outgrown()).isNull();
    }
}
