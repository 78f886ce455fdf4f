package io.lockstep.common.entry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes values into a growing array. Numbers that are mostly small are varints: seven bits to a byte, lowest first,
 * with the top bit set in all bytes but the last. {@link ByteReader} reads the same values in the same order.
 */
public final class ByteWriter {

    private byte[] bytes;
    private int length;

    /** Makes a writer with room for this many bytes before it grows. */
    public ByteWriter(int capacityBytes) {
        bytes = new byte[capacityBytes];
    }

    /** Returns how many bytes were written. */
    public int length() {
        return length;
    }

    /** Returns a copy of the bytes written. */
    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, length);
    }

    /** Returns the first bytes written, at most {@code bytesMax}, and forgets them. */
    byte[] take(int bytesMax) {
        byte[] taken = Arrays.copyOf(bytes, Math.min(bytesMax, length));
        length -= taken.length;
        System.arraycopy(bytes, taken.length, bytes, 0, length);
        return taken;
    }

    /** Writes the lowest eight bits. */
    public void writeByte(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    /** Writes one byte: 1 for true, 0 for false. */
    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    /** Writes 1 to 10 bytes; 10 if the value is negative. */
    public void writeVarint(long value) {
        reserve(10);
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    /** Writes four bytes, the highest first. */
    public void writeFixed32(int value) {
        reserve(4);
        setFixed32(length, value);
        length += 4;
    }

    /** Writes eight bytes, the highest first: for random numbers. */
    public void writeFixed64(long value) {
        writeFixed32((int) (value >>> 32));
        writeFixed32((int) value);
    }

    /** Writes these bytes, without their number. */
    public void writeBytes(byte[] written) {
        reserve(written.length);
        System.arraycopy(written, 0, bytes, length, written.length);
        length += written.length;
    }

    /** Writes the length of the text in bytes of UTF-8, then those bytes. */
    public void writeString(String text) {
        int size = text.length();
        if (size < 0x80 && writeShortAscii(text, size)) {
            return;
        }
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        writeVarint(encoded.length);
        reserve(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    /**
     * Writes short ASCII text, the most frequent kind, in one pass. Returns false and writes nothing for other text.
     */
    private boolean writeShortAscii(String text, int size) {
        reserve(size + 1);
        int at = length;
        bytes[at++] = (byte) size;
        for (int i = 0; i < size; i++) {
            char character = text.charAt(i);
            if (character >= 0x80) {
                return false;
            }
            bytes[at++] = (byte) character;
        }
        length = at;
        return true;
    }

    /** Overwrites four bytes written before. */
    void setFixed32(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    /** Returns the array itself, which may be longer than what was written. */
    byte[] buffer() {
        return bytes;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, Math.max(needed, bytes.length * 2L)));
        }
    }
}
