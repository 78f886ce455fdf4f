package io.lockstep.common.secret;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * 256 random bits that all servers of a cluster know, and nobody else. As text, it is 64 hexadecimal digits. Immutable.
 */
public final class ClusterSecret {

    private static final int BYTES = 32;

    private final byte[] bytes;

    private ClusterSecret(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A new secret. */
    public static ClusterSecret random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return new ClusterSecret(bytes);
    }

    /** The secret of these bytes, which are copied; empty if their number is not that of a secret. */
    public static Optional<ClusterSecret> of(byte[] bytes) {
        return bytes.length == BYTES ? Optional.of(new ClusterSecret(bytes.clone())) : Optional.empty();
    }

    /** The secret that was written as text; empty if the text is none. */
    public static Optional<ClusterSecret> parse(String text) {
        return text.matches("[0-9a-fA-F]{" + 2 * BYTES + "}")
                ? of(HexFormat.of().parseHex(text))
                : Optional.empty();
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The secret as text, for a file that only its owner can read. */
    public String text() {
        return HexFormat.of().formatHex(bytes);
    }

    /** Takes the same time wherever the first difference is. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ClusterSecret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Tells nothing, so that a secret does not get into a log. */
    @Override
    public String toString() {
        return "a cluster's secret";
    }
}
