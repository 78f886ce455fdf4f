package io.lockstep.follower.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The first {@link #BYTES} bytes of a segment file: the state of the log when the segment was started. The header is
 * written together with the first batch and is part of it.
 *
 * <pre>
 *  0  checksum  as that of a record at offset 0
 *  4  format    "LKSLOG" and two bytes of version
 * 12  previous end: offset at which the last batch of the previous segment ends; 0 in the very first
 * 16  number   of the segment
 * 24  first index
 * 32  next index
 * 40  owner     the server that wrote the log
 * </pre>
 */
record SegmentHeader(long number, int previousEnd, long first, long next, long owner) {
    static final int BYTES = 48;

    private static final int FORMAT = 4;
    private static final int PREVIOUS_END = 12;
    private static final int NUMBER = 16;
    private static final int FIRST = 24;
    private static final int NEXT = 32;
    private static final int OWNER = 40;

    private static final int VERSION = 2;
    private static final long FORMAT_WITHOUT_VERSION = 0x4C4B_534C_4F47_0000L;
    private static final long VERSION_BITS = 0xFFFF;

    /** Writes the header to the start of {@code buffer}. */
    void put(ByteBuffer buffer, CRC32C crc) {
        buffer.putLong(FORMAT, FORMAT_WITHOUT_VERSION | VERSION);
        buffer.putInt(PREVIOUS_END, previousEnd);
        buffer.putLong(NUMBER, number);
        buffer.putLong(FIRST, first);
        buffer.putLong(NEXT, next);
        buffer.putLong(OWNER, owner);
        buffer.putInt(0, RecordFormat.checksum(buffer, 0, BYTES, crc, number, 0));
    }

    /** The header of segment {@code number} at {@code start}; null if the bytes there are not one. */
    static @Nullable SegmentHeader at(ByteBuffer buffer, int start, CRC32C crc, long number) {
        if (version(buffer, start) != VERSION
                || buffer.getLong(start + NUMBER) != number
                || buffer.getInt(start) != RecordFormat.checksum(buffer, start, BYTES, crc, number, 0)) {
            return null;
        }
        return new SegmentHeader(
                number,
                buffer.getInt(start + PREVIOUS_END),
                buffer.getLong(start + FIRST),
                buffer.getLong(start + NEXT),
                buffer.getLong(start + OWNER));
    }

    /** Whether another version of this program wrote the header at {@code start}. */
    static boolean isOfOtherVersion(ByteBuffer buffer, int start) {
        long version = version(buffer, start);
        return version > 0 && version != VERSION;
    }

    private static long version(ByteBuffer buffer, int start) {
        long format = buffer.getLong(start + FORMAT);
        return (format & ~VERSION_BITS) == FORMAT_WITHOUT_VERSION ? format & VERSION_BITS : -1;
    }
}
