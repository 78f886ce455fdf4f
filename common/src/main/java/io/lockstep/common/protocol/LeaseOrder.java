package io.lockstep.common.protocol;

import org.jspecify.annotations.Nullable;

/**
 * What a LOCK asks of a grant with its own lease.
 *
 * @param key who has it may extend and release the grant; null if the server is to make one
 * @param millis how long it runs; {@link #LONGEST_MILLIS} for the longest that the cluster allows
 * @param holdMillis how long the lock stays blocked after the grant was released
 */
public record LeaseOrder(@Nullable GrantSecret key, long millis, long holdMillis) {

    /** Stands for the longest lease that the cluster allows. */
    public static final long LONGEST_MILLIS = Long.MAX_VALUE;
}
