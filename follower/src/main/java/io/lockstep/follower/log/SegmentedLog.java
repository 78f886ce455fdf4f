package io.lockstep.follower.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A log of entries with rising indexes, in segment files. Everything that changes it is a batch of records at its end:
 * entries, but also "entries before this index are gone" and the like, so that one write and one fsync do for each
 * change, and a crash leaves it done or not done.
 *
 * <p>One thread changes the log: {@link #append}, {@link #truncatePrefix}, {@link #truncateSuffix}, {@link #reset},
 * {@link #close}. Each returns when its effect is durable, and readers see it only then. Any thread reads, at any time,
 * and does not wait for a write or an fsync. A change that fails, in any way, is the last one: whether it happened shows
 * when the log is opened again.
 */
public final class SegmentedLog implements Closeable {
    private final LogIndex index;
    private final SegmentWriter writer;
    private final RecoveryReport recovery;
    private final LogDirectory directory;
    private final LogBatch control;

    private SegmentedLog(LogDirectory directory, LogLimits limits, LogRecovery recovered) {
        this.directory = directory;
        this.index = recovered.index();
        this.recovery = recovered.report();
        this.writer = new SegmentWriter(directory, limits, index, recovered.end());
        this.control = new LogBatch(limits);
    }

    /**
     * Opens the log in {@code directory}; an empty directory is an empty log, with first index 1. Cuts off a batch at the
     * end that was not finished.
     *
     * @throws DamagedLogException if anything else in it is bad; nothing was changed
     * @throws IOException if files cannot be read or written
     */
    public static SegmentedLog open(LogDirectory directory, LogLimits limits) throws IOException {
        return new SegmentedLog(directory, limits, LogRecovery.run(directory));
    }

    /** What opening found. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /** Index of the first entry; of the next one to be appended if there are none. */
    public long firstIndex() {
        return index.first();
    }

    /** Index of the last entry; {@code firstIndex() - 1} if there are none. */
    public long lastIndex() {
        return index.next() - 1;
    }

    /** Indexes of the entries there are that were appended as marked, rising. */
    public List<Long> markedIndexes() {
        return index.marked();
    }

    /**
     * The payload of an entry, checked; null if the log has no entry of that index, or has it no more.
     *
     * @throws DamagedLogException if the bytes are not as written
     * @throws IOException if they cannot be read
     */
    public @Nullable ByteBuffer read(long entryIndex) throws IOException {
        LogIndex.Place place = index.find(entryIndex);
        if (place == null) {
            return null;
        }
        ByteBuffer record = ByteBuffer.allocate(RecordFormat.HEAD_BYTES + place.payloadBytes());
        try {
            place.file().read(record, place.offset());
        } catch (IOException e) {
            if (entryIndex < firstIndex()) {
                // The entry was dropped, and its file closed, between the look-up and the reading.
                return null;
            }
            throw e;
        }
        if (!RecordFormat.isIntact(record, 0, record.capacity(), new CRC32C(), place.segment(), place.offset())
                || RecordFormat.index(record, 0) != entryIndex) {
            throw new DamagedLogException(
                    directory.describe(Segment.name(place.segment())),
                    place.offset(),
                    "the record of entry " + entryIndex + " is bad");
        }
        return record.position(RecordFormat.HEAD_BYTES).slice();
    }

    /**
     * Appends entries with one write and one fsync.
     *
     * @param batch entries of rising indexes, without gaps, from {@code lastIndex() + 1} on; may be empty
     * @throws LogFailedException if they are not known to be durable
     */
    public void append(LogBatch batch) throws LogFailedException {
        if (!batch.isEmpty()) {
            writer.write(batch);
        }
    }

    /**
     * Drops the entries before {@code first}, which becomes the first index. If it is beyond the last index all entries
     * go, and the next one appended is {@code first}. Nothing happens if it is not above the first index.
     */
    public void truncatePrefix(long first) throws LogFailedException {
        if (first > firstIndex()) {
            change(RecordKind.KEEP_FROM, first);
            writer.deleteUnused();
        }
    }

    /**
     * Drops the entries after {@code last}. Nothing happens if there are none.
     *
     * @throws IllegalArgumentException if {@code last} is before the first index, by more than one
     */
    public void truncateSuffix(long last) throws LogFailedException {
        if (last < lastIndex()) {
            change(RecordKind.KEEP_TO, last);
        }
    }

    /** Drops all entries; the next one appended is {@code next}, which becomes the first index. */
    public void reset(long next) throws LogFailedException {
        change(RecordKind.RESTART, next);
        writer.deleteUnused();
    }

    private void change(RecordKind kind, long changeIndex) throws LogFailedException {
        control.clear();
        control.add(kind, changeIndex, 0);
        writer.write(control);
    }

    /** Closes the files. Waits for no reader: reads in progress may fail. */
    @Override
    public void close() throws IOException {
        writer.close();
        for (Segment segment : index.removeAll()) {
            segment.file().close();
        }
    }
}
