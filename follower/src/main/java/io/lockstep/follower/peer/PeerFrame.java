package io.lockstep.follower.peer;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One message on the wire. As bytes, with big-endian numbers:
 *
 * <pre>
 *   4  length    of all that follows the checksum; {@value #LENGTH_MIN} to {@value #LENGTH_MAX}
 *   4  checksum  CRC32C of all that follows it
 *   8  request   number of the request, rising on one link; 0 where there is none
 *   1  kind      see {@link Kind}
 *   2  type      the engine's number for the kind of body; 0 where there is none
 *   …  body
 * </pre>
 */
// Frames are never compared, so an array as a component is harmless.
@SuppressWarnings("ArrayRecordComponent")
record PeerFrame(Kind kind, long request, int type, byte[] body) {

    /** The purpose of a frame. The numbers go over the wire and never change. */
    enum Kind {
        /** The first frame of the end that dials; its number is that of the first frame in every version. */
        OPENING(1),
        WELCOME(2),
        REFUSED(3),
        REQUEST(4),
        RESPONSE(5),
        FAILED(6),
        NODE_MESSAGE(7),
        KEEP_ALIVE(8),
        CHALLENGE(9),
        HELLO(10);

        private static final Kind[] BY_NUMBER = new Kind[11];

        static {
            for (Kind kind : values()) {
                BY_NUMBER[kind.number] = kind;
            }
        }

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        static Kind ofNumber(int number) throws PeerProtocolException {
            if (number < 1 || number >= BY_NUMBER.length) {
                throw new PeerProtocolException("a frame of unknown kind " + number);
            }
            return BY_NUMBER[number];
        }
    }

    static final int PREFIX_BYTES = 8;
    static final int LENGTH_MIN = 11;
    static final int LENGTH_MAX = 4 << 20;
    static final int BODY_BYTES_MAX = LENGTH_MAX - LENGTH_MIN;

    private static final byte[] NO_BODY = {};

    static PeerFrame of(Kind kind, byte[] body) {
        return new PeerFrame(kind, 0, 0, body);
    }

    static PeerFrame keepAlive() {
        return of(Kind.KEEP_ALIVE, NO_BODY);
    }

    /**
     * The frame's bytes.
     *
     * @throws IllegalArgumentException if the body is too long
     */
    byte[] encode() {
        if (body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException("a body of " + body.length + " bytes; at most " + BODY_BYTES_MAX);
        }
        int length = LENGTH_MIN + body.length;
        byte[] bytes = new byte[PREFIX_BYTES + length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        buffer.putInt(length).putInt(0).putLong(request).put((byte) kind.number);
        buffer.putShort((short) type).put(body);
        buffer.putInt(4, checksum(bytes, PREFIX_BYTES, length));
        return bytes;
    }

    /** Checks and returns a length just read, before anything is allocated for it. */
    static int checkedLength(int length, int lengthMax) throws PeerProtocolException {
        if (length < LENGTH_MIN || length > lengthMax) {
            throw new PeerProtocolException("a frame of length " + length + "; at most " + lengthMax);
        }
        return length;
    }

    /** Reads a whole frame, whose length has been checked, from {@code bytes} at {@code offset}. */
    static PeerFrame decode(byte[] bytes, int offset, int length) throws PeerProtocolException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes, offset + 4, 4 + length);
        if (buffer.getInt() != checksum(bytes, offset + PREFIX_BYTES, length)) {
            throw new PeerProtocolException("a frame with a wrong checksum");
        }
        long request = buffer.getLong();
        Kind kind = Kind.ofNumber(buffer.get());
        int type = Short.toUnsignedInt(buffer.getShort());
        byte[] body = new byte[length - LENGTH_MIN];
        buffer.get(body);
        return new PeerFrame(kind, request, type, body);
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, offset, length);
        return (int) checksum.getValue();
    }
}
