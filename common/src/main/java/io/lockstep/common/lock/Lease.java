package io.lockstep.common.lock;

import io.lockstep.common.command.GrantKey;

/**
 * The lease of a grant that has its own. It belongs to the session that holds the lock, or waits for it, and that is
 * there for this grant alone.
 *
 * @param key who has it may extend and release the grant
 * @param millis how long the lease runs from the grant, or from the last extension
 * @param holdMillis how long the lock stays blocked after the grant was released
 * @param endsClusterMillis the cluster time at which the grant ends; 0 while the request waits
 */
public record Lease(GrantKey key, long millis, long holdMillis, long endsClusterMillis) {

    /** Returns this lease, begun again at this moment of cluster time. */
    public Lease from(long clusterMillis) {
        return new Lease(key, millis, holdMillis, clusterMillis + millis);
    }

    /** Returns a lease of another length, begun at this moment of cluster time. */
    Lease extended(long newMillis, long clusterMillis) {
        return new Lease(key, newMillis, holdMillis, clusterMillis + newMillis);
    }
}
