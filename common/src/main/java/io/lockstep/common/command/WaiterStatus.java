package io.lockstep.common.command;

/**
 * A request that stands in line for a lock, with what is reported of its session.
 *
 * @param position its place in the line, from 1
 * @param session the session's number, never reused
 * @param clientId the session's visible name
 * @param label what its client says of itself; empty if nothing
 * @param server number of the server where its client is connected, or was last
 * @param clientAddress the client's {@code address:port}
 * @param sinceClusterMillis cluster time when it came
 * @param deadlineClusterMillis cluster time when its wait is over
 */
public record WaiterStatus(
        int position,
        LockMode mode,
        long session,
        int clientId,
        String label,
        int server,
        String clientAddress,
        long sinceClusterMillis,
        long deadlineClusterMillis) {}
