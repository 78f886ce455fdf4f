package io.lockstep.common.command;

/**
 * One grant that stands: a lock and the session that owns it, with what a status reports of the owner.
 *
 * @param mode how it is held
 * @param token fencing token: larger for every later grant of any lock, never reused
 * @param session the owner's session number, never reused
 * @param clientId the owner's visible name
 * @param label what the owner says of itself; empty if nothing
 * @param server number of the server where the owner is connected, or was last
 * @param clientAddress the owner's {@code address:port}
 * @param sinceClusterMillis cluster time of the grant
 * @param sinceWallMillis wall-clock time of the grant at the leader, since 1970; for display only
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
