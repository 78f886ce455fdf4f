package io.lockstep.follower.secret;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lockstep.common.secret.ClusterSecret;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The proofs of one connection: HMAC-SHA256 under the cluster's secret, over the purpose, the random numbers of both
 * ends, and what is said. Each end draws its number anew for each connection, so no proof fits another one; each
 * purpose belongs to one end, so no end can be answered with its own proof. Proofs are compared in constant time.
 * Immutable.
 */
public final class LinkProof {

    /** The length of a proof. */
    public static final int BYTES = Hmac.BYTES;

    /** The length of the random number of each end. */
    public static final int NONCE_BYTES = 32;

    private static final SecureRandom RANDOM = new SecureRandom();

    /** What a proof is for, and which end makes it. */
    public enum Purpose {
        /** The accepting end knows the secret. */
        ACCEPT("accept"),
        /** The hello of the dialling end. */
        DIAL("dial"),
        /** The hello of the accepting end. */
        WELCOME("welcome"),
        /** The accepting end refuses the other. */
        ACCEPTOR_REFUSES("acceptor refuses"),
        /** The dialling end refuses the other. */
        DIALLER_REFUSES("dialler refuses");

        private final String text;

        Purpose(String text) {
            this.text = text;
        }

        /** Ends with a zero byte, so that none is the beginning of another one. */
        private byte[] label() {
            return ("lockstep peer " + text + "\0").getBytes(US_ASCII);
        }
    }

    private final byte[] key;
    private final byte[] diallerNonce;
    private final byte[] acceptorNonce;

    /** The proofs of the connection whose ends drew these random numbers. */
    public LinkProof(ClusterSecret secret, byte[] diallerNonce, byte[] acceptorNonce) {
        if (diallerNonce.length != NONCE_BYTES || acceptorNonce.length != NONCE_BYTES) {
            throw new IllegalArgumentException("a random number has " + NONCE_BYTES + " bytes");
        }
        this.key = secret.bytes();
        this.diallerNonce = diallerNonce.clone();
        this.acceptorNonce = acceptorNonce.clone();
    }

    /** The random number of one end for one connection. */
    public static byte[] nonce() {
        byte[] nonce = new byte[NONCE_BYTES];
        RANDOM.nextBytes(nonce);
        return nonce;
    }

    /** The proof of what is said. */
    public byte[] of(Purpose purpose, byte[] said) {
        return Hmac.of(key, purpose.label(), diallerNonce, acceptorNonce, said);
    }

    /** Whether the other end has proved what it says. */
    public boolean proves(Purpose purpose, byte[] said, byte[] proof) {
        return MessageDigest.isEqual(of(purpose, said), proof);
    }

    /** What is said, and its proof behind it. */
    public byte[] sealed(Purpose purpose, byte[] said) {
        byte[] sealed = Arrays.copyOf(said, said.length + BYTES);
        System.arraycopy(of(purpose, said), 0, sealed, said.length, BYTES);
        return sealed;
    }

    /** What the other end has sealed; null if it has not proved it. */
    public byte @Nullable [] opened(Purpose purpose, byte[] sealed) {
        if (sealed.length < BYTES) {
            return null;
        }
        byte[] said = Arrays.copyOf(sealed, sealed.length - BYTES);
        byte[] proof = Arrays.copyOfRange(sealed, said.length, sealed.length);
        return proves(purpose, said, proof) ? said : null;
    }
}
