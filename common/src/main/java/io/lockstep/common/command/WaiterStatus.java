package io.lockstep.common.command;

/**
 * A request that waits for a lock, as a status reports it.
 *
 * @param name the lock
 * @param position its position in the wait queue, from 1; 0 if that was not looked for
 * @param session the session number, never reused
 * @param clientId the client id of the session
 * @param label the client's name for itself; empty if none
 * @param server number of the server that the client is, or was last, connected to
 * @param clientAddress the client's {@code address:port}
 * @param sinceClusterMillis cluster time at which the wait began
 * @param deadlineClusterMillis cluster time at which the wait ends
 */
public record WaiterStatus(
        LockName name,
        int position,
        LockMode mode,
        long session,
        int clientId,
        String label,
        int server,
        String clientAddress,
        long sinceClusterMillis,
        long deadlineClusterMillis) {}
