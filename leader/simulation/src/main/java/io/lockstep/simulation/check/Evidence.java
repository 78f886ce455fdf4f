package io.lockstep.simulation.check;

import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.client.History;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run leaves behind for the checks.
 *
 * @param history the requests of clients and the lines that they received
 * @param log the meaning of the committed log
 * @param maps the maps of servers at some moments
 * @param starts the starts of servers
 * @param lines the clients' lines that servers' loops took
 * @param disturbances when a server, the network or the leadership was disturbed
 * @param quietFromMicros from then on no fault occurred
 * @param endMicros when the run ended
 */
public record Evidence(
        History history,
        LogReading log,
        List<MapSeen> maps,
        List<Started> starts,
        List<LineTaken> lines,
        Disturbances disturbances,
        long quietFromMicros,
        long endMicros) {

    /**
     * The map of a server at an index.
     *
     * @param holders for each held lock the tokens of its grants, oldest first
     * @param queues for each awaited lock the session numbers of its waiters, first come first
     * @param blocked the locks under lock-delay
     */
    public record MapSeen(
            int host,
            long index,
            long hash,
            Map<String, List<Long>> holders,
            Map<String, List<Long>> queues,
            Set<String> blocked) {}

    /** The start of a server. */
    public record Started(int host, long atMicros) {}

    /**
     * A line that a server's loop took.
     *
     * @param address the address of the client
     * @param leaderInReach whether that server led or had an open channel to the leader
     */
    public record LineTaken(int host, String address, long atMicros, boolean leaderInReach) {}
}
