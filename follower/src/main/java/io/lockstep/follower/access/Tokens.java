package io.lockstep.follower.access;

import io.lockstep.common.access.TokenHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** Makes the tokens of users, and their hashes. */
public final class Tokens {

    private static final int TOKEN_BYTES = 32;

    private Tokens() {}

    /** Draws a token: 256 bits in base64url. {@code random} must be cryptographically strong. */
    public static String draw(RandomGenerator random) {
        byte[] bytes = new byte[TOKEN_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Returns the SHA-256 of a token. */
    public static TokenHash hash(String token) {
        ByteBuffer parts = ByteBuffer.wrap(digest(token));
        return new TokenHash(parts.getLong(), parts.getLong(), parts.getLong(), parts.getLong());
    }

    /** Returns the SHA-256 of a text in hexadecimal digits. */
    static String hexHash(String text) {
        return HexFormat.of().formatHex(digest(text));
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
