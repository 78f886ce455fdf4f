package io.lockstep.common.entry;

import io.lockstep.common.lock.StateImage.HistoryImage;
import io.lockstep.common.record.GrantChunk;

/** The binary form of the grants that have ended, in a snapshot. */
final class HistoryCodec {

    /** Its length, and a grant, which has many more. */
    private static final int CHUNK_BYTES_MIN = 2;

    private HistoryCodec() {}

    /** Writes all but the grants, which follow in chunks. */
    static void writeHead(ByteWriter out, HistoryImage history) {
        out.writeVarint(history.bytesMax());
        out.writeVarint(history.lastNumber());
        out.writeVarint(history.droppedWallMillis());
    }

    static HistoryImage read(ByteReader in) {
        return new HistoryImage(
                in.readVarint(),
                in.readVarint(),
                in.readVarint(),
                Lists.read(in, CHUNK_BYTES_MIN, HistoryCodec::readChunk));
    }

    static void writeChunk(ByteWriter out, GrantChunk chunk) {
        out.writeVarint(chunk.length());
        out.writeBytes(chunk.toBytes());
    }

    private static GrantChunk readChunk(ByteReader in) {
        byte[] grants = in.readBytes(in.readCount(1));
        try {
            return GrantChunk.of(grants);
        } catch (IllegalArgumentException e) {
            throw new MalformedEncodingException("a history with " + e.getMessage());
        }
    }
}
