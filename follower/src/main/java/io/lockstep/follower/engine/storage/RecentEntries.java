package io.lockstep.follower.engine.storage;

import com.alipay.sofa.jraft.entity.LogEntry;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The entries that were written last, as the engine made them. For each append and each heartbeat the engine asks for
 * the entry before it, to learn its term, at the leader and at the follower; without these each would be a read of the
 * disk. One thread changes them; any thread reads.
 */
final class RecentEntries {

    /** A power of two. */
    private static final int COUNT = 64;

    /** A larger entry is not kept. */
    private static final int BYTES_MAX = 64 << 10;

    private final AtomicReferenceArray<LogEntry> entries = new AtomicReferenceArray<>(COUNT);

    /** The entry is on disk now. */
    void written(LogEntry entry) {
        boolean small = entry.getData() == null || entry.getData().remaining() <= BYTES_MAX;
        entries.set(placeOf(entry.getId().getIndex()), small ? entry : null);
    }

    /** The entry of {@code index}; null if it is not among these. */
    @Nullable
    LogEntry get(long index) {
        LogEntry entry = entries.get(placeOf(index));
        return entry != null && entry.getId().getIndex() == index ? entry : null;
    }

    /** Entries have been cut off the log. */
    void forget() {
        for (int place = 0; place < COUNT; place++) {
            entries.set(place, null);
        }
    }

    private static int placeOf(long index) {
        return (int) index & (COUNT - 1);
    }
}
