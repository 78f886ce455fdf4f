package io.lockstep.follower.trust;

import java.util.Locale;

/** Why a server may have lost what it acknowledged. */
public enum Doubt {
    /** It has not. */
    NONE,
    /** Entries at the end of its log were unreadable or missing. It remembers its term and its vote. */
    CUT_LOG,
    /** Another server remembers more of it than it has. It may have forgotten votes, too. */
    OLD_COPY;

    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Doubt ofWord(String word) {
        for (Doubt doubt : values()) {
            if (doubt.word().equals(word)) {
                return doubt;
            }
        }
        throw new IllegalArgumentException("no such doubt: " + word);
    }
}
