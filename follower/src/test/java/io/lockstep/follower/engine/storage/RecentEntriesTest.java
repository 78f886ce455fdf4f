package io.lockstep.follower.engine.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.alipay.sofa.jraft.entity.EnumOutter.EntryType;
import com.alipay.sofa.jraft.entity.LogEntry;
import com.alipay.sofa.jraft.entity.LogId;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class RecentEntriesTest {

    private final RecentEntries recent = new RecentEntries();

    private static LogEntry entry(long index, int bytes) {
        LogEntry entry = new LogEntry(EntryType.ENTRY_TYPE_DATA);
        entry.setId(new LogId(index, 7));
        entry.setData(ByteBuffer.allocate(bytes));
        return entry;
    }

    @Test
    void theNewestAreKnownAndNoOthers() {
        for (long index = 1; index <= 1_000; index++) {
            LogEntry written = entry(index, 10);
            recent.written(written);
            assertThat(recent.get(index)).isSameAs(written);
            assertThat(recent.get(index + 1)).isNull();
        }
        assertThat(recent.get(1_000 - 63)).isNotNull();
        assertThat(recent.get(1_000 - 64)).isNull();
    }

    @Test
    void aLargeEntryIsNotKeptAndHidesNoOther() {
        recent.written(entry(1, 10));
        recent.written(entry(65, 100_000));
        assertThat(recent.get(65)).isNull();
        assertThat(recent.get(1)).isNull();
    }

    @Test
    void nothingIsKnownOnceTheLogWasCut() {
        recent.written(entry(1, 10));
        recent.written(entry(2, 10));
        recent.forget();
        assertThat(recent.get(1)).isNull();
        assertThat(recent.get(2)).isNull();
    }
}
