package io.lockstep.follower.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** Reads a segment file from front to back when the log is opened, one window at a time, and trusts nothing in it. */
final class SegmentScanner {
    private static final int WINDOW_BYTES = 1 << 18;
    private static final int ABSENT = -1;

    private final LogFile file;
    private final long number;
    private final long size;
    private final CRC32C crc = new CRC32C();

    private ByteBuffer window;
    private long windowOffset;

    SegmentScanner(LogFile file, long number) throws IOException {
        this.file = file;
        this.number = number;
        this.size = file.size();
        this.window = ByteBuffer.allocate((int) Math.min(size, WINDOW_BYTES)).limit(0);
    }

    /** Length of the file. */
    long size() {
        return size;
    }

    /** The window that {@link #load} fills. */
    ByteBuffer window() {
        return window;
    }

    /**
     * Loads {@code bytes} bytes at {@code offset}, which must be in the file, into the window.
     *
     * @return their position in the window
     */
    int load(long offset, int bytes) throws IOException {
        if (offset < windowOffset || offset + bytes > windowOffset + window.limit()) {
            if (bytes > window.capacity()) {
                window = ByteBuffer.allocate(bytes);
            }
            window.clear().limit((int) Math.min(window.capacity(), size - offset));
            file.read(window, offset);
            window.flip();
            windowOffset = offset;
        }
        return (int) (offset - windowOffset);
    }

    /** The header; null if it is damaged. */
    @Nullable
    SegmentHeader header() throws IOException {
        return size < SegmentHeader.BYTES ? null : SegmentHeader.at(window, load(0, SegmentHeader.BYTES), crc, number);
    }

    /** Whether another version of this program wrote the file. */
    boolean isOfOtherVersion() throws IOException {
        return size >= SegmentHeader.BYTES && SegmentHeader.isOfOtherVersion(window, load(0, SegmentHeader.BYTES));
    }

    /**
     * Loads the record at {@code offset} into the window.
     *
     * @return its end; -1 if there is no intact record
     */
    private long recordEnd(long offset) throws IOException {
        if (offset + RecordFormat.HEAD_BYTES > size) {
            return ABSENT;
        }
        int start = load(offset, RecordFormat.HEAD_BYTES);
        int payloadBytes = RecordFormat.payloadBytes(window, start);
        long end = offset + RecordFormat.HEAD_BYTES + payloadBytes;
        if (!RecordFormat.hasSign(window, start) || payloadBytes < 0 || end > size || end > Integer.MAX_VALUE) {
            return ABSENT;
        }
        int bytes = RecordFormat.HEAD_BYTES + payloadBytes;
        return RecordFormat.isIntact(window, load(offset, bytes), bytes, crc, number, offset) ? end : ABSENT;
    }

    /** The end of the batch that starts at {@code batch}; -1 if there is no complete and intact one. */
    int batchEnd(int batch) throws IOException {
        long offset = batch;
        while (true) {
            long end = recordEnd(offset);
            if (end == ABSENT) {
                return ABSENT;
            }
            int start = load(offset, RecordFormat.HEAD_BYTES);
            if (RecordFormat.batch(window, start) != batch) {
                return ABSENT;
            }
            if (RecordFormat.isLast(window, start)) {
                return (int) end;
            }
            offset = end;
        }
    }

    /**
     * Searches behind the damaged or incomplete batch at {@code batch} for a record of another batch.
     *
     * @return its offset; -1 if there is none
     */
    long findOtherBatch(int batch) throws IOException {
        for (long offset = batch; offset + RecordFormat.HEAD_BYTES <= size; offset++) {
            if (recordEnd(offset) != ABSENT
                    && RecordFormat.batch(window, load(offset, RecordFormat.HEAD_BYTES)) != batch) {
                return offset;
            }
        }
        return ABSENT;
    }

    /** The number of bytes from {@code from} on, without the zeros at the end of the file. */
    long usedBytes(long from) throws IOException {
        long used = 0;
        for (long offset = from; offset < size; offset++) {
            if (window.get(load(offset, 1)) != 0) {
                used = offset + 1 - from;
            }
        }
        return used;
    }
}
