package io.lockstep.common.access;

import java.util.Locale;
import java.util.Optional;

/**
 * How much a user may have at once; 0 for no bound.
 *
 * @param sessions open sessions in the whole cluster
 * @param locks held and awaited locks in the whole cluster
 * @param waiters waiting requests in the whole cluster
 * @param watches watches at each server
 */
public record Quotas(long sessions, long locks, long waiters, long watches) {

    /** No bounds. */
    public static final Quotas NONE = new Quotas(0, 0, 0, 0);

    /** What a quota bounds. Logs have these names, so they stay. */
    public enum Kind {
        SESSIONS,
        LOCKS,
        WAITERS,
        WATCHES;

        /** Returns the kind with this name in lower case; empty if there is none. */
        public static Optional<Kind> named(String word) {
            for (Kind kind : values()) {
                if (kind.word().equals(word)) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }

        /** Returns the name in lower case. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Returns the bound of this kind; 0 for none. */
    public long of(Kind kind) {
        return switch (kind) {
            case SESSIONS -> sessions;
            case LOCKS -> locks;
            case WAITERS -> waiters;
            case WATCHES -> watches;
        };
    }

    /** Returns these quotas with another bound of one kind. */
    public Quotas with(Kind kind, long limit) {
        return new Quotas(
                kind == Kind.SESSIONS ? limit : sessions,
                kind == Kind.LOCKS ? limit : locks,
                kind == Kind.WAITERS ? limit : waiters,
                kind == Kind.WATCHES ? limit : watches);
    }
}
