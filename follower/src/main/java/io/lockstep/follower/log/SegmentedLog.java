package io.lockstep.follower.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A log of entries with rising indexes, in segment files. Every change is a batch of records at its end: entries, but
 * also records such as "drop the entries before this index". So every change takes one write and one fsync, and after a
 * crash it is either done or not done.
 *
 * <p>One thread changes the log: {@link #append}, {@link #truncatePrefix}, {@link #truncateSuffix}, {@link #reset},
 * {@link #close}. Each call returns when its effect is durable; readers see the effect only then. Any thread reads, at
 * any time, and never waits for a write or an fsync. After a failed change the log accepts no other one; opening it
 * again shows whether that change took effect.
 */
public final class SegmentedLog implements Closeable {
    private final LogIndex index;
    private final SegmentWriter writer;
    private final RecoveryReport recovery;
    private final LogDirectory directory;
    private final LogBatch control;

    private SegmentedLog(LogDirectory directory, LogLimits limits, LogOwner owner, LogRecovery recovered) {
        this.directory = directory;
        this.index = recovered.index();
        this.recovery = recovered.report();
        this.writer = new SegmentWriter(directory, limits, owner, index, recovered.end());
        this.control = new LogBatch(limits);
    }

    /**
     * Opens the log in {@code directory}; an empty directory is an empty log with first index 1. Cuts off an incomplete
     * batch at the end.
     *
     * @param owner told before anything is cut off
     * @throws DamagedLogException if anything else in the log is bad; nothing has been changed
     * @throws ForeignLogException if it belongs to another owner; nothing has been changed
     * @throws IOException if files cannot be read or written
     */
    public static SegmentedLog open(LogDirectory directory, LogLimits limits, LogOwner owner) throws IOException {
        return new SegmentedLog(directory, limits, owner, LogRecovery.run(directory, owner));
    }

    /** The result of opening the log. */
    public RecoveryReport recovery() {
        return recovery;
    }

    /** The number of the newest segment; 0 if there is none. */
    public long newestSegment() {
        Segment newest = index.newest();
        return newest == null ? 0 : newest.number();
    }

    /** Index of the first entry; of the next one to append if there are none. */
    public long firstIndex() {
        return index.first();
    }

    /** Index of the last entry; {@code firstIndex() - 1} if there are none. */
    public long lastIndex() {
        return index.next() - 1;
    }

    /** The indexes of all entries that were appended as marked, in rising order. */
    public List<Long> markedIndexes() {
        return index.marked();
    }

    /**
     * The payload of an entry, after a check of its checksum.
     *
     * @return null if the log has no entry of that index, or no longer has it
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
                // The entry was dropped and its file closed between the look-up and the read.
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
     * @param batch entries of rising indexes without gaps, from {@code lastIndex() + 1} on; may be empty
     * @throws LogFailedException if the entries are not known to be durable
     */
    public void append(LogBatch batch) throws LogFailedException {
        if (!batch.isEmpty()) {
            writer.write(batch);
        }
    }

    /**
     * Drops the entries before {@code first}, which becomes the first index. If it is after the last index, all entries
     * are dropped and the next one appended has index {@code first}. Does nothing if {@code first} is not above the
     * first index.
     */
    public void truncatePrefix(long first) throws LogFailedException {
        if (first > firstIndex()) {
            change(RecordKind.KEEP_FROM, first);
            writer.deleteUnused();
        }
    }

    /**
     * Drops the entries after {@code last}. Does nothing if there are none.
     *
     * @throws IllegalArgumentException if {@code last} is more than one below the first index
     */
    public void truncateSuffix(long last) throws LogFailedException {
        if (last < lastIndex()) {
            writer.dropping(last);
            change(RecordKind.KEEP_TO, last);
        }
    }

    /** Drops all entries. The next entry appended has index {@code next}, which becomes the first index. */
    public void reset(long next) throws LogFailedException {
        writer.dropping(next - 1);
        change(RecordKind.RESTART, next);
        writer.deleteUnused();
    }

    private void change(RecordKind kind, long changeIndex) throws LogFailedException {
        control.clear();
        control.add(kind, changeIndex, 0);
        writer.write(control);
    }

    /** Closes the files. Does not wait for readers: reads in progress may fail. */
    @Override
    public void close() throws IOException {
        writer.close();
        for (Segment segment : index.removeAll()) {
            segment.file().close();
        }
    }
}
