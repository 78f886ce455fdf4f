package io.lockstep.client.api;

import io.lockstep.common.protocol.LineSyntax;

/**
 * This client already holds this lock, or holds and awaits as many locks as the cluster allows one client. Each {@link
 * LockClient} counts as one client: use another one for another lock. The limit is set when the cluster is founded:
 * {@code --locks-per-client N}, 0 for any number.
 */
public final class LockLimitException extends LockNotAcquiredException {

    private final long limit;

    LockLimitException(Refusal refusal, boolean waiting, boolean same, long limit) {
        super(message(refusal, waiting, same, limit), refusal);
        this.limit = limit;
    }

    /** How many locks one client may have in this cluster; 0 if there is no limit. */
    public long limit() {
        return limit;
    }

    private static String message(Refusal refusal, boolean waiting, boolean same, long limit) {
        String has = "this client already " + (waiting ? "waits for " : "has ")
                + (refusal.name().isEmpty() ? "locks" : LineSyntax.quoted(refusal.name()));
        if (same) {
            return has;
        }
        return has + ", and this cluster allows " + (limit == 1 ? "one lock" : limit + " locks")
                + " per client: use another LockClient for another lock, or found the cluster with"
                + " --locks-per-client N (0 for any number)";
    }
}
