package io.lockstep.common.entry;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Makes a file of blocks: eight bytes that say what it is, then the blocks, then an end. Before each block stand its
 * length and a checksum, four bytes each; the end is the same with length 0. A checksum covers everything from the
 * beginning of the file, so a block that is missing, misplaced or from another file is found. {@link BlockReader} reads
 * it back.
 */
public final class BlockFramer {

    /** The longest block. */
    public static final int BLOCK_BYTES_MAX = 64 * 1024;

    static final int HEADER_BYTES = 8;
    static final int FRAME_BYTES = 8;

    private final CRC32C checksum = new CRC32C();
    private final byte[] header;

    /** Makes the framer of one file. {@code magic} says what the file is, and in which version. */
    public BlockFramer(long magic) {
        header = ByteBuffer.allocate(HEADER_BYTES).putLong(magic).array();
        checksum.update(header, 0, header.length);
    }

    /** Returns the first bytes of the file. */
    public byte[] begin() {
        return header.clone();
    }

    /** Returns the next block as it stands in the file. It has from 1 to {@link #BLOCK_BYTES_MAX} bytes. */
    public byte[] frame(byte[] block) {
        if (block.length == 0 || block.length > BLOCK_BYTES_MAX) {
            throw new IllegalArgumentException("a block of " + block.length + " bytes");
        }
        return framed(block);
    }

    /** Returns the last bytes of the file. */
    public byte[] end() {
        return framed(new byte[0]);
    }

    private byte[] framed(byte[] block) {
        ByteBuffer out = ByteBuffer.allocate(FRAME_BYTES + block.length);
        out.putInt(block.length).putInt(cover(checksum, block)).put(block);
        return out.array();
    }

    /** Adds a block to a checksum, and returns its value. */
    static int cover(CRC32C checksum, byte[] block) {
        checksum.update(ByteBuffer.allocate(Integer.BYTES).putInt(block.length).flip());
        checksum.update(block, 0, block.length);
        return (int) checksum.getValue();
    }
}
