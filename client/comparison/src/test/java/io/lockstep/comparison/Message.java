package io.lockstep.comparison;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the few messages of Protocol Buffers that etcd needs, and finds a number in its answers. */
final class Message {

    private static final int SEVEN_BITS = 0x7f;
    private static final int NUMBER = 0;
    private static final int BYTES = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
        varint((long) field << 3 | NUMBER);
        varint(value);
        return this;
    }

    Message text(int field, String value) {
        return part(field, value.getBytes(StandardCharsets.US_ASCII));
    }

    Message part(int field, Message value) {
        return part(field, value.bytes());
    }

    private Message part(int field, byte[] value) {
        varint((long) field << 3 | BYTES);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~SEVEN_BITS) != 0) {
            bytes.write((int) (rest & SEVEN_BITS) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
    }

    /** The number in that field of a message between two places; 0 if it has none, as everywhere in that form. */
    static long number(ByteBuffer in, int from, int to, int field) {
        ByteBuffer message = in.duplicate().limit(to).position(from);
        while (message.hasRemaining()) {
            long key = varint(message);
            long value = varint(message);
            if ((key & 7) == NUMBER && key >>> 3 == field) {
                return value;
            }
            if ((key & 7) == BYTES) {
                message.position(message.position() + (int) value);
            }
        }
        return 0;
    }

    private static long varint(ByteBuffer in) {
        long value = 0;
        int shift = 0;
        byte next;
        do {
            next = in.get();
            value |= (long) (next & SEVEN_BITS) << shift;
            shift += 7;
        } while (next < 0);
        return value;
    }
}
