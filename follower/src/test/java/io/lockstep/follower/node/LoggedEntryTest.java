package io.lockstep.follower.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.entry.MalformedEncodingException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes that are no entry are passed over; those of another version are not. */
class LoggedEntryTest {

    private static final Entry ENTRY = new Entry(new Origin(new ServerIncarnation(1, 2), 3), 4, 5, List.of());

    @Test
    void anEntryIsRead() {
        assertThat(LoggedEntry.read(1, EntryCodec.encode(ENTRY))).isEqualTo(ENTRY);
    }

    @Test
    void garbageIsPassedOver() {
        Random random = new Random(1);
        for (int length = 1; length < 200; length++) {
            byte[] garbage = new byte[length];
            random.nextBytes(garbage);
            assertThat(LoggedEntry.read(1, garbage)).isNull();
        }
        byte[] damaged = EntryCodec.encode(ENTRY);
        damaged[damaged.length - 1] ^= 1;
        assertThat(LoggedEntry.read(1, damaged)).isNull();
    }

    @Test
    void anEntryOfAnotherVersionIsNotPassedOver() {
        byte[] newer = EntryCodec.encode(ENTRY);
        newer[0]++;
        assertThatThrownBy(() -> LoggedEntry.read(1, newer))
                .isInstanceOf(MalformedEncodingException.class)
                .hasMessageContaining("version");
    }
}
