package io.lockstep.common.command;

/**
 * One current grant: a lock and the session that holds it, as a status reports them.
 *
 * @param mode how the session holds the lock
 * @param token the fencing token: larger than that of every earlier grant of any lock, never reused
 * @param session the holder's session number, never reused
 * @param clientId the holder's client id
 * @param label the holder's name for itself; empty if none
 * @param server number of the server that the holder is, or was last, connected to
 * @param clientAddress the holder's {@code address:port}
 * @param sinceClusterMillis cluster time of the grant
 * @param sinceWallMillis the leader's wall clock at the grant, in milliseconds since 1970; for display only
 */
public record HolderStatus(
        LockName name,
        LockMode mode,
        long token,
        long session,
        int clientId,
        String label,
        int server,
        String clientAddress,
        long sinceClusterMillis,
        long sinceWallMillis) {}
