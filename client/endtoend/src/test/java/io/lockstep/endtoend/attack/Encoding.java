package io.lockstep.endtoend.attack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes the bodies of frames as servers do, and as Protocol Buffers do. */
final class Encoding {

    private static final int VARINT = 0;
    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    byte[] bytes() {
        return bytes.toByteArray();
    }

    Encoding varint(long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return this;
    }

    Encoding fixed64(long value) {
        bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
        return this;
    }

    Encoding text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        varint(encoded.length).bytes.writeBytes(encoded);
        return this;
    }

    /** A number in a field of a Protocol Buffers message. */
    Encoding field(int number, long value) {
        return varint((long) number << 3 | VARINT).varint(value);
    }

    /** A text in a field of a Protocol Buffers message. */
    Encoding field(int number, String text) {
        return varint((long) number << 3 | LENGTH_DELIMITED).text(text);
    }

    /** Bytes in a field of a Protocol Buffers message. */
    Encoding field(int number, byte[] value) {
        varint((long) number << 3 | LENGTH_DELIMITED).varint(value.length).bytes.writeBytes(value);
        return this;
    }
}
