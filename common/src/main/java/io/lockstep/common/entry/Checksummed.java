package io.lockstep.common.entry;

import java.util.zip.CRC32C;

/** The frame of stored data: a version byte, the CRC32C of the body in four bytes, the body. */
final class Checksummed {

    private static final int BODY_START = 5;

    private Checksummed() {}

    static ByteWriter begin(int version, int bodyCapacityBytes) {
        ByteWriter writer = new ByteWriter(BODY_START + bodyCapacityBytes);
        writer.writeByte(version);
        writer.writeFixed32(0);
        return writer;
    }

    static byte[] finish(ByteWriter writer) {
        writer.setFixed32(1, checksum(writer.buffer(), writer.length()));
        return writer.toByteArray();
    }

    /** Returns a reader of the body. Throws {@link MalformedEncodingException} on a wrong version or checksum. */
    static ByteReader open(byte[] bytes, int version) {
        ByteReader reader = new ByteReader(bytes);
        int found = reader.readByte();
        if (found != version) {
            throw new MalformedEncodingException("version " + found + ", where this program knows version " + version);
        }
        if (reader.readFixed32() != checksum(bytes, bytes.length)) {
            throw new MalformedEncodingException("wrong checksum");
        }
        return reader;
    }

    /** Returns whether this is a whole frame of another version. */
    static boolean isOfOtherVersion(byte[] bytes, int version) {
        if (bytes.length < BODY_START) {
            return false;
        }
        ByteReader reader = new ByteReader(bytes);
        return reader.readByte() != version && reader.readFixed32() == checksum(bytes, bytes.length);
    }

    private static int checksum(byte[] bytes, int end) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, BODY_START, end - BODY_START);
        return (int) crc.getValue();
    }
}
