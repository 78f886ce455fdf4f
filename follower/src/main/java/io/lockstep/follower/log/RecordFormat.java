package io.lockstep.follower.log;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record: a head of {@link #HEAD_BYTES}, then its payload. All numbers are big-endian.
 *
 * <pre>
 *  0  checksum  CRC32C of all that follows, mixed with the place of the record
 *  4  length    of the payload, in bytes
 *  8  batch     offset in this file at which the batch of this record begins
 * 12  sign      a constant, which makes records quick to find
 * 14  kind      see {@link RecordKind}
 * 15  last      1 in the last record of a batch, else 0
 * 16  index
 * 24  payload
 * </pre>
 *
 * <p>The place (number of the segment, offset in its file) is part of the checksum. So bytes that were moved, that
 * belong to an earlier use of the place, or that are part of a payload, are not mistaken for a record.
 */
final class RecordFormat {
    static final int HEAD_BYTES = 24;

    private static final int LENGTH = 4;
    private static final int BATCH = 8;
    private static final int SIGN = 12;
    private static final int KIND = 14;
    private static final int LAST = 15;
    private static final int INDEX = 16;
    private static final short SIGN_VALUE = (short) 0x9E4C;

    private RecordFormat() {}

    /** Writes a head at {@code start}, except the fields that {@link #seal} adds. */
    static void putHead(ByteBuffer buffer, int start, RecordKind kind, long index, int payloadBytes) {
        buffer.putInt(start + LENGTH, payloadBytes);
        buffer.putShort(start + SIGN, SIGN_VALUE);
        buffer.put(start + KIND, kind.code);
        buffer.put(start + LAST, (byte) 0);
        buffer.putLong(start + INDEX, index);
    }

    /** Completes the record at {@code start}, whose place is {@code offset} of segment {@code segment}. */
    static void seal(ByteBuffer buffer, int start, CRC32C crc, long segment, int offset, int batch, boolean last) {
        buffer.putInt(start + BATCH, batch);
        buffer.put(start + LAST, (byte) (last ? 1 : 0));
        int bytes = HEAD_BYTES + payloadBytes(buffer, start);
        buffer.putInt(start, checksum(buffer, start, bytes, crc, segment, offset));
    }

    /** Whether a record may start at {@code start}: a cheap test that is sometimes wrong. */
    static boolean hasSign(ByteBuffer buffer, int start) {
        return buffer.getShort(start + SIGN) == SIGN_VALUE;
    }

    /** Whether the record at {@code start}, {@code bytes} long, is the one that was written at this place. */
    static boolean isIntact(ByteBuffer buffer, int start, int bytes, CRC32C crc, long segment, long offset) {
        return hasSign(buffer, start)
                && buffer.getInt(start) == checksum(buffer, start, bytes, crc, segment, offset)
                && RecordKind.of(buffer.get(start + KIND)) != null;
    }

    static int payloadBytes(ByteBuffer buffer, int start) {
        return buffer.getInt(start + LENGTH);
    }

    static int batch(ByteBuffer buffer, int start) {
        return buffer.getInt(start + BATCH);
    }

    static boolean isLast(ByteBuffer buffer, int start) {
        return buffer.get(start + LAST) == 1;
    }

    static long index(ByteBuffer buffer, int start) {
        return buffer.getLong(start + INDEX);
    }

    /** The kind of an intact record. */
    static RecordKind kind(ByteBuffer buffer, int start) {
        RecordKind kind = RecordKind.of(buffer.get(start + KIND));
        if (kind == null) {
            throw new IllegalArgumentException("No kind of record: " + buffer.get(start + KIND));
        }
        return kind;
    }

    /** The checksum of {@code bytes} bytes at {@code start}, without the four bytes of the checksum itself. */
    static int checksum(ByteBuffer buffer, int start, int bytes, CRC32C crc, long segment, long offset) {
        int position = buffer.position();
        int limit = buffer.limit();
        crc.reset();
        crc.update(buffer.limit(start + bytes).position(start + Integer.BYTES));
        buffer.limit(limit).position(position);
        return (int) crc.getValue() ^ place(segment, offset);
    }

    /** A number that very likely differs for any two places. */
    private static int place(long segment, long offset) {
        long mixed = (segment * 0x9E3779B97F4A7C15L + offset) * 0xD6E8FEB86659FD93L;
        return (int) (mixed >>> 32);
    }
}
