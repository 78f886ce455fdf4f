package io.lockstep.follower.secret;

import io.lockstep.common.secret.ClusterSecret;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The answer to an opening, from the end that accepts. It tells nothing of a cluster.
 *
 * @param nonce the accepting end's random number
 * @param proof that this end knows the secret
 * @param handed the secret, for a server of the same machine that joins; otherwise null
 */
// Never compared, so arrays as components are harmless.
@SuppressWarnings("ArrayRecordComponent")
public record Challenge(
        byte[] nonce, byte[] proof, @Nullable ClusterSecret handed) {

    private static final int BYTES = LinkProof.NONCE_BYTES + LinkProof.BYTES;

    /** Its form on the wire. */
    public byte[] encode() {
        byte[] secret = handed == null ? new byte[0] : handed.bytes();
        return ByteBuffer.allocate(BYTES + secret.length)
                .put(nonce)
                .put(proof)
                .put(secret)
                .array();
    }

    /** Reads a challenge. */
    public static Challenge decode(byte[] body) throws IOException {
        if (body.length < BYTES) {
            throw new IOException("a challenge of " + body.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(body);
        byte[] nonce = new byte[LinkProof.NONCE_BYTES];
        byte[] proof = new byte[LinkProof.BYTES];
        buffer.get(nonce).get(proof);
        if (!buffer.hasRemaining()) {
            return new Challenge(nonce, proof, null);
        }
        byte[] secret = new byte[buffer.remaining()];
        buffer.get(secret);
        ClusterSecret handed = ClusterSecret.of(secret)
                .orElseThrow(() -> new IOException("a challenge with " + secret.length + " bytes too many"));
        return new Challenge(nonce, proof, handed);
    }
}
