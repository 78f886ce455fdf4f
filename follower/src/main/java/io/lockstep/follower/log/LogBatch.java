package io.lockstep.follower.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Entries that become durable together, with one write and one fsync. A batch is reused, so appending creates no
 * garbage. Only the thread that writes the log may use it.
 */
public final class LogBatch {
    private static final int KEPT_BYTES_MAX = 1 << 20;

    private final LogLimits limits;
    private final CRC32C crc = new CRC32C();

    /** Room for a segment header, in case the batch starts a segment, then the records. */
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 12);

    /** The end of the records in the buffer, and the start of the last one. */
    private int end;

    private int lastStart;
    private long lastIndex;

    /** An empty batch within {@code limits}. */
    public LogBatch(LogLimits limits) {
        this.limits = limits;
        clear();
    }

    /** Empties the batch. */
    public void clear() {
        if (buffer.capacity() > KEPT_BYTES_MAX) {
            buffer = ByteBuffer.allocateDirect(KEPT_BYTES_MAX);
        }
        buffer.clear();
        end = SegmentHeader.BYTES;
    }

    /**
     * Adds the entry of {@code index}.
     *
     * @param marked whether {@link SegmentedLog#markedIndexes} lists the entry
     * @return the batch's own buffer, with room for {@code payloadBytes} bytes. The caller writes the whole payload
     *     there before its next call to this batch
     * @throws IllegalArgumentException if the payload or the batch would be too large
     */
    public ByteBuffer add(long index, boolean marked, int payloadBytes) {
        return add(marked ? RecordKind.MARKED_ENTRY : RecordKind.ENTRY, index, payloadBytes);
    }

    ByteBuffer add(RecordKind kind, long index, int payloadBytes) {
        if (payloadBytes < 0 || payloadBytes > limits.payloadBytesMax()) {
            throw new IllegalArgumentException(
                    "An entry of " + payloadBytes + " bytes; the log takes " + limits.payloadBytesMax());
        }
        if (!isEmpty() && index != lastIndex + 1) {
            throw new IllegalArgumentException("Entry " + index + " after " + lastIndex);
        }
        if (bytes() + RecordFormat.HEAD_BYTES + payloadBytes > limits.batchBytesMax()) {
            throw new IllegalArgumentException("A batch of more than " + limits.batchBytesMax() + " bytes");
        }
        lastStart = end;
        lastIndex = index;
        end += RecordFormat.HEAD_BYTES + payloadBytes;
        grow();
        RecordFormat.putHead(buffer.clear(), lastStart, kind, index, payloadBytes);
        return buffer.limit(end).position(lastStart + RecordFormat.HEAD_BYTES);
    }

    private void grow() {
        if (end > buffer.capacity()) {
            ByteBuffer larger = ByteBuffer.allocateDirect(Math.max(end, 2 * buffer.capacity()));
            buffer = larger.put(buffer.limit(lastStart).position(0));
        }
    }

    /**
     * Throws unless the records can follow the entries in {@code index}. The log must never contain records that it
     * could not open again.
     */
    void requireAccepted(LogIndex index) {
        RecordKind kind = RecordFormat.kind(buffer, SegmentHeader.BYTES);
        long first = RecordFormat.index(buffer, SegmentHeader.BYTES);
        if (!index.accepts(kind, first)) {
            throw new IllegalArgumentException(
                    kind + " " + first + " in a log of " + index.first() + " to " + (index.next() - 1));
        }
    }

    boolean isEmpty() {
        return end == SegmentHeader.BYTES;
    }

    /** Length of the records. */
    int bytes() {
        return end - SegmentHeader.BYTES;
    }

    /**
     * Completes the records for their place.
     *
     * @return the batch's own buffer, to be written at that place
     */
    ByteBuffer seal(long segment, int offset) {
        int start = SegmentHeader.BYTES;
        while (start < end) {
            int place = offset + start - SegmentHeader.BYTES;
            RecordFormat.seal(buffer, start, crc, segment, place, offset, start == lastStart);
            start += RecordFormat.HEAD_BYTES + RecordFormat.payloadBytes(buffer, start);
        }
        return buffer.limit(end).position(SegmentHeader.BYTES);
    }

    /** As {@link #seal(long, int)}, for a batch that starts a segment; the result includes the header. */
    ByteBuffer seal(SegmentHeader header) {
        header.put(buffer, crc);
        return seal(header.number(), SegmentHeader.BYTES).position(0);
    }

    /** Adds every record to {@code index}, in order; {@code offset} is the place of the batch in its file. */
    void publish(LogIndex index, int offset) {
        int start = SegmentHeader.BYTES;
        while (start < end) {
            index.apply(buffer, start, offset + start - SegmentHeader.BYTES);
            start += RecordFormat.HEAD_BYTES + RecordFormat.payloadBytes(buffer, start);
        }
    }
}
