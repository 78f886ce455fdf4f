package io.lockstep.common.entry;

/** Gives bytes piece by piece, so that nobody needs all of them in memory. One thread uses it. */
public interface ByteSource {

    /**
     * Returns the next bytes; an empty array at the end. May block on a disk. Throws {@link MalformedEncodingException}
     * if the bytes are damaged, and {@code UncheckedIOException} if they cannot be read.
     */
    byte[] next();

    /** Returns how many bytes may follow at most. */
    long remaining();

    /** Returns a source of these bytes, in one piece. */
    static ByteSource of(byte[] bytes) {
        return new ByteSource() {
            private byte[] left = bytes;

            @Override
            public byte[] next() {
                byte[] next = left;
                left = new byte[0];
                return next;
            }

            @Override
            public long remaining() {
                return left.length;
            }
        };
    }
}
