package io.lockstep.follower.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Entries to append together: all of them become durable with one write and one fsync. Kept and filled again, so that
 * appending makes no garbage. Belongs to the thread that writes the log.
 */
public final class LogBatch {
    private static final int KEPT_BYTES_MAX = 1 << 20;

    private final LogLimits limits;
    private final CRC32C crc = new CRC32C();

    /** Room for the header of a segment, in case the batch begins one, then the records. */
    private ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 12);

    /** Where the records in the buffer end, and where the last of them begins. */
    private int end;

    private int lastStart;
    private long lastIndex;

    public LogBatch(LogLimits limits) {
        this.limits = limits;
        clear();
    }

    /** Empties it. */
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
     * @param marked whether {@link SegmentedLog#markedIndexes} shall name it
     * @return the batch's own buffer, with room for {@code payloadBytes} bytes: where the caller puts the payload, all of
     *     it, before it calls anything else here
     * @throws IllegalArgumentException if payload or batch would be too large
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

    /** Throws unless the records can follow what is in {@code index}. A log never holds what it could not open again. */
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

    /** Length of its records. */
    int bytes() {
        return end - SegmentHeader.BYTES;
    }

    /** Completes the records for their place; what is returned, the batch's own buffer, is to be written there. */
    ByteBuffer seal(long segment, int offset) {
        int start = SegmentHeader.BYTES;
        while (start < end) {
            int place = offset + start - SegmentHeader.BYTES;
            RecordFormat.seal(buffer, start, crc, segment, place, offset, start == lastStart);
            start += RecordFormat.HEAD_BYTES + RecordFormat.payloadBytes(buffer, start);
        }
        return buffer.limit(end).position(SegmentHeader.BYTES);
    }

    /** As {@link #seal(long, int)}, for a batch that begins a segment: header and all. */
    ByteBuffer seal(SegmentHeader header) {
        header.put(buffer, crc);
        return seal(header.number(), SegmentHeader.BYTES).position(0);
    }

    /** Tells {@code index} about every record, in order; {@code offset} is where the batch was written. */
    void publish(LogIndex index, int offset) {
        int start = SegmentHeader.BYTES;
        while (start < end) {
            index.apply(buffer, start, offset + start - SegmentHeader.BYTES);
            start += RecordFormat.HEAD_BYTES + RecordFormat.payloadBytes(buffer, start);
        }
    }
}
