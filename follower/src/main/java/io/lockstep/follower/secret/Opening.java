package io.lockstep.follower.secret;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The first message of a connection, from the end that dials. It tells nothing of a cluster. The version is its first
 * field, so that a mismatch is recognised whatever follows.
 *
 * @param version of the protocol between servers
 * @param nonce the dialling end's random number
 * @param asksForSecret whether that end joins and has no secret yet
 */
// Never compared, so an array as a component is harmless.
@SuppressWarnings("ArrayRecordComponent")
public record Opening(int version, byte[] nonce, boolean asksForSecret) {

    private static final int BYTES = 4 + LinkProof.NONCE_BYTES + 1;

    /** Its form on the wire. */
    public byte[] encode() {
        return ByteBuffer.allocate(BYTES)
                .putInt(version)
                .put(nonce)
                .put((byte) (asksForSecret ? 1 : 0))
                .array();
    }

    /** Reads an opening whose version is known. */
    public static Opening decode(byte[] body) throws IOException {
        if (body.length != BYTES) {
            throw new IOException("an opening of " + body.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(body);
        int version = buffer.getInt();
        byte[] nonce = new byte[LinkProof.NONCE_BYTES];
        buffer.get(nonce);
        return new Opening(version, nonce, buffer.get() == 1);
    }
}
