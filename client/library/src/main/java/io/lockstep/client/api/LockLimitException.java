package io.lockstep.client.api;

import io.lockstep.common.protocol.LineSyntax;

/**
 * This client holds or waits for as many locks as the cluster allows a client, or has this very lock already. A
 * {@link LockClient} is one client: take a second one for a second lock, or have an operator lift the limit, which is one
 * setting of the cluster, given when it is founded: {@code --locks-per-client N}, 0 for any number.
 */
public final class LockLimitException extends LockNotAcquiredException {

    private final long limit;

    LockLimitException(Refusal refusal, boolean waiting, boolean same, long limit) {
        super(message(refusal, waiting, same, limit), refusal);
        this.limit = limit;
    }

    /** How many locks a client of this cluster may have; 0 if the cluster sets no limit. */
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
