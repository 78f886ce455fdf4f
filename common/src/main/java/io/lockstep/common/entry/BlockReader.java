package io.lockstep.common.entry;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Reads what {@link BlockFramer} wrote, one block at a time. A block is given out only once its checksum is verified,
 * and the end only if nothing follows it.
 */
public final class BlockReader implements ByteSource {

    private final ByteReader in;
    private final CRC32C checksum = new CRC32C();
    private boolean ended;

    /**
     * Begins to read. Throws {@link MalformedEncodingException} if the bytes do not begin with {@code magic}.
     *
     * @param magic what the file must be; its lowest two bytes are the version
     * @param what the name of such a file, for messages: {@code a backup}
     */
    public BlockReader(ByteSource framed, long magic, String what) {
        in = new ByteReader(framed);
        long found = in.remaining() < BlockFramer.HEADER_BYTES ? 0 : in.readFixed64();
        if (found >>> 16 != magic >>> 16) {
            throw new MalformedEncodingException("it is not " + what);
        }
        if (found != magic) {
            throw new MalformedEncodingException("it is " + what + " of version " + (found & 0xFFFF)
                    + ", and this program reads version " + (magic & 0xFFFF) + " only");
        }
        byte[] header =
                ByteBuffer.allocate(BlockFramer.HEADER_BYTES).putLong(magic).array();
        checksum.update(header, 0, header.length);
    }

    @Override
    public byte[] next() {
        if (ended) {
            return new byte[0];
        }
        int length = in.readFixed32();
        int expected = in.readFixed32();
        if (length < 0 || length > BlockFramer.BLOCK_BYTES_MAX) {
            throw damaged();
        }
        byte[] block = in.readBytes(length);
        if (BlockFramer.cover(checksum, block) != expected) {
            throw damaged();
        }
        if (length == 0) {
            ended = true;
            in.requireEnd();
        }
        return block;
    }

    private static MalformedEncodingException damaged() {
        return new MalformedEncodingException("its checksum does not match");
    }

    @Override
    public long remaining() {
        return ended ? 0 : in.remaining();
    }
}
