package io.lockstep.common.command;

/**
 * What a LOCK asks of a grant with its own lease.
 *
 * @param key who has it may extend and release the grant
 * @param leaseMillis how long the lease runs, in cluster time. {@code apply} brings it within the bounds of the
 *     cluster, so {@link Long#MAX_VALUE} stands for the longest
 * @param holdMillis how long the lock stays blocked after the grant was released
 */
public record LeaseTerms(GrantKey key, long leaseMillis, long holdMillis) {

    public LeaseTerms {
        if (leaseMillis < 0 || holdMillis < 0) {
            throw new IllegalArgumentException("a negative time");
        }
    }
}
