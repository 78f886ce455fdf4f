package io.lockstep.common.access;

import java.util.Locale;
import java.util.Optional;

/** What a rule lets a user do with the locks whose names begin with its prefix. Logs have these names, so they stay. */
public enum Right {
    /** STATUS, WHO and HISTORY, and the rows of LIST. */
    READ,
    /** LOCK and RELEASE. */
    LOCK,
    /** WATCH, and the events it pushes. */
    WATCH,
    /** FORCE. */
    FORCE,
    /** The requests of administrators, which name no lock; so a rule with this right has an empty prefix. */
    ADMIN;

    /** Returns the right with this name in lower case; empty if there is none. */
    public static Optional<Right> named(String word) {
        for (Right right : values()) {
            if (right.word().equals(word)) {
                return Optional.of(right);
            }
        }
        return Optional.empty();
    }

    /** Returns the name in lower case. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
