package io.lockstep.common.access;

import org.jspecify.annotations.Nullable;

/**
 * What an {@link AccessChange} would do.
 *
 * @param refusal why it is refused; null if it is not
 * @param changes whether it changes anything
 * @param after the user as it would be; null if it would be removed, or if nothing changes
 */
public record AccessVerdict(
        @Nullable Refusal refusal,
        boolean changes,
        @Nullable User after) {

    /** Why a change is refused. Messages have these names, so they stay. */
    public enum Refusal {
        NO_SUCH_USER,
        USER_EXISTS,
        /** Nobody could add another user after one that is no administrator. */
        FIRST_IS_NO_ADMIN,
        /** Nobody could change anything any more. */
        LAST_ADMIN,
        NO_SUCH_RULE,
        /** Another user has this certificate. */
        SUBJECT_TAKEN,
        TOO_MANY_USERS,
        TOO_MANY_RULES,
        /** A name, prefix, subject or bound is out of bounds. */
        BAD_VALUE
    }

    static AccessVerdict refused(Refusal reason) {
        return new AccessVerdict(reason, false, null);
    }

    static AccessVerdict unchanged() {
        return new AccessVerdict(null, false, null);
    }

    static AccessVerdict becomes(User after) {
        return new AccessVerdict(null, true, after);
    }

    static AccessVerdict removed() {
        return new AccessVerdict(null, true, null);
    }
}
