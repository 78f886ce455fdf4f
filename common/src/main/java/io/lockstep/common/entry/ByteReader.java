package io.lockstep.common.entry;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads what {@link ByteWriter} wrote. Every method throws {@link MalformedEncodingException} if the bytes end too soon
 * or are no such value. No method allocates more than the remaining bytes can fill.
 */
public final class ByteReader {

    private static final char REPLACEMENT = '\uFFFD';
    private static final ByteSource NOTHING_MORE = ByteSource.of(new byte[0]);

    private byte[] bytes;
    private int end;
    private int at;

    /** What follows {@link #bytes}. */
    private final ByteSource more;

    /** Reads all of {@code bytes}, which must not change while this reader is in use. */
    public ByteReader(byte[] bytes) {
        this(bytes, 0, bytes.length);
    }

    /** Reads {@code bytes} from {@code start} up to, not including, {@code end}. */
    public ByteReader(byte[] bytes, int start, int end) {
        this(bytes, start, end, NOTHING_MORE);
    }

    /** Reads all that {@code source} gives, piece by piece. What the source throws passes through. */
    public ByteReader(ByteSource source) {
        this(new byte[0], 0, 0, source);
    }

    private ByteReader(byte[] bytes, int start, int end, ByteSource more) {
        this.bytes = bytes;
        this.at = start;
        this.end = end;
        this.more = more;
    }

    /** Returns how many bytes are left; at most so many if they come from a source. */
    public long remaining() {
        return end - at + more.remaining();
    }

    /** Reads a value from 0 to 255. */
    public int readByte() {
        require(1);
        return bytes[at++] & 0xFF;
    }

    /** Reads one byte, 0 or 1. */
    public boolean readBoolean() {
        int value = readByte();
        if (value > 1) {
            throw new MalformedEncodingException("neither true nor false: " + value);
        }
        return value == 1;
    }

    /** Reads a varint of 1 to 10 bytes in its shortest form. */
    public long readVarint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            int next = readByte();
            value |= (next & 0x7FL) << shift;
            if (next < 0x80) {
                boolean tooLong = shift > 0 && next == 0;
                if (tooLong || (shift == 63 && next > 1)) {
                    throw new MalformedEncodingException("a number in too many bytes");
                }
                return value;
            }
        }
        throw new MalformedEncodingException("a number of more than 64 bits");
    }

    /** Reads a varint from 0 to {@link Integer#MAX_VALUE}. */
    public int readInt() {
        long value = readVarint();
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw new MalformedEncodingException("a number out of bounds: " + value);
        }
        return (int) value;
    }

    /** Reads the number of elements that follow, each of which takes at least {@code bytesMin} bytes. */
    public int readCount(int bytesMin) {
        int count = readInt();
        if (count > remaining() / bytesMin) {
            throw new MalformedEncodingException(count + " elements announced, " + remaining() + " bytes left");
        }
        return count;
    }

    /** Reads four bytes, the highest first. */
    public int readFixed32() {
        require(4);
        int value = (bytes[at] & 0xFF) << 24
                | (bytes[at + 1] & 0xFF) << 16
                | (bytes[at + 2] & 0xFF) << 8
                | (bytes[at + 3] & 0xFF);
        at += 4;
        return value;
    }

    /** Reads eight bytes, the highest first. */
    public long readFixed64() {
        long high = readFixed32();
        long low = readFixed32() & 0xFFFF_FFFFL;
        return (high << 32) | low;
    }

    /** Reads this many bytes. */
    public byte[] readBytes(int count) {
        require(count);
        byte[] read = Arrays.copyOfRange(bytes, at, at + count);
        at += count;
        return read;
    }

    /** Reads a length in bytes and that much UTF-8 text. */
    public String readString() {
        int size = readInt();
        require(size);
        String text = new String(bytes, at, size, StandardCharsets.UTF_8);
        if (text.indexOf(REPLACEMENT) >= 0) {
            requireUtf8(size);
        }
        at += size;
        return text;
    }

    /** Throws unless everything has been read. */
    public void requireEnd() {
        if (at != end || readOn()) {
            throw new MalformedEncodingException(remaining() + " bytes too many");
        }
    }

    /** The replacement character is damage unless the writer wrote it. */
    private void requireUtf8(int size) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, at, size));
        } catch (CharacterCodingException e) {
            throw new MalformedEncodingException("text that is not UTF-8");
        }
    }

    private void require(int count) {
        while (count > end - at && readOn()) {
            // until there are enough
        }
        if (count > end - at) {
            throw new MalformedEncodingException(count + " bytes needed, " + remaining() + " left");
        }
    }

    /** Appends the next piece of the source to what is left. Returns false at its end. */
    private boolean readOn() {
        byte[] next = more.next();
        if (next.length == 0) {
            return false;
        }
        byte[] joined = Arrays.copyOfRange(bytes, at, end + next.length);
        System.arraycopy(next, 0, joined, end - at, next.length);
        end = end - at + next.length;
        at = 0;
        bytes = joined;
        return true;
    }
}
