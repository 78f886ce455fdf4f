package io.lockstep.common.entry;

import io.lockstep.common.lock.StateImage;

/**
 * The state of a cluster at one index, to be kept elsewhere. It has neither the keys of sessions nor their answers, so
 * no session of it can be resumed.
 */
public record Backup(BackupHeader header, StateImage image) {

    /** The first eight bytes of a backup. */
    private static final long MAGIC = 0x4C4B4241_434B0005L;

    /** Removes the secrets of the image. */
    public Backup {
        image = image.withoutSecrets();
    }

    /** Returns the backup as it stands in its file, encoded piece by piece as the pieces are taken. */
    public ByteSource encode() {
        ByteWriter head = new ByteWriter(256);
        header.write(head);
        return new FramedPieces(new BlockFramer(MAGIC), head.toByteArray(), new SnapshotEncoder(image));
    }

    /** Reads a backup. Throws {@link MalformedEncodingException} if the file is none, or is damaged at any byte. */
    public static Backup decode(ByteSource file) {
        ByteReader in = new ByteReader(new BlockReader(file, MAGIC, "a backup"));
        return new Backup(BackupHeader.read(in), SnapshotCodec.decode(in));
    }

    /**
     * Reads the header of a backup and checks all of it against its checksums, in little memory. Throws {@link
     * MalformedEncodingException} as {@link #decode} does, but for content that no backup has.
     */
    public static BackupHeader verify(ByteSource file) {
        BlockReader blocks = new BlockReader(file, MAGIC, "a backup");
        BackupHeader header = BackupHeader.read(new ByteReader(blocks));
        byte[] block = blocks.next();
        while (block.length > 0) {
            block = blocks.next();
        }
        return header;
    }

    /** Frames one block, and then all pieces of a source. */
    private static final class FramedPieces implements ByteSource {

        private final BlockFramer framer;
        private final byte[] head;
        private final ByteSource pieces;
        private int taken;
        private boolean ended;

        FramedPieces(BlockFramer framer, byte[] head, ByteSource pieces) {
            this.framer = framer;
            this.head = head;
            this.pieces = pieces;
        }

        @Override
        public byte[] next() {
            if (ended) {
                return new byte[0];
            }
            taken++;
            if (taken == 1) {
                return framer.begin();
            }
            byte[] piece = taken == 2 ? head : pieces.next();
            ended = piece.length == 0;
            return ended ? framer.end() : framer.frame(piece);
        }

        @Override
        public long remaining() {
            return ended ? 0 : Long.MAX_VALUE;
        }
    }
}
