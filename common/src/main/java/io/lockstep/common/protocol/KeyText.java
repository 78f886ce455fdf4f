package io.lockstep.common.protocol;

import io.lockstep.common.command.SessionKey;
import java.util.Optional;

/** A session key in the form of the protocol: 32 hexadecimal digits. */
public final class KeyText {

    private static final int DIGITS = 32;

    private KeyText() {}

    /** Returns the key as text. It is a secret between the server and the client of the session. */
    public static String format(SessionKey key) {
        return digits(key.high()) + digits(key.low());
    }

    /** Returns the key that the text represents; empty if the text is no key. */
    public static Optional<SessionKey> parse(String text) {
        if (text.length() != DIGITS || !text.chars().allMatch(KeyText::isHexDigit)) {
            return Optional.empty();
        }
        long high = Long.parseUnsignedLong(text, 0, DIGITS / 2, 16);
        long low = Long.parseUnsignedLong(text, DIGITS / 2, DIGITS, 16);
        return Optional.of(new SessionKey(high, low));
    }

    private static boolean isHexDigit(int c) {
        return c < 0x80 && Character.digit(c, 16) >= 0;
    }

    private static String digits(long half) {
        String digits = Long.toHexString(half);
        return "0".repeat(DIGITS / 2 - digits.length()) + digits;
    }
}
