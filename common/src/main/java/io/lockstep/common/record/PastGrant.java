package io.lockstep.common.record;

import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;

/**
 * One grant that has ended.
 *
 * @param number rises by one from 1 with every grant of the cluster that ends
 * @param token the fencing token
 * @param clientId the holder's client id
 * @param label the holder's name for itself; empty if none
 * @param clientAddress the holder's {@code address:port}
 * @param sinceWallMillis the leader's wall clock at the grant, in milliseconds since 1970
 * @param untilWallMillis the leader's wall clock at its end
 * @param heldMillis how long it lasted in cluster time
 * @param waitedMillis how long the holder had waited for it, in cluster time
 * @param ending how it ended
 * @param waiting how many requests waited for the lock at its end
 */
public record PastGrant(
        long number,
        LockName name,
        LockMode mode,
        long token,
        int clientId,
        String label,
        String clientAddress,
        long sinceWallMillis,
        long untilWallMillis,
        long heldMillis,
        long waitedMillis,
        LockEvent.Ending ending,
        int waiting) {

    /** Returns whether the lock was held at that time of the wall clock. */
    public boolean covers(long wallMillis) {
        return sinceWallMillis <= wallMillis && wallMillis <= untilWallMillis;
    }
}
