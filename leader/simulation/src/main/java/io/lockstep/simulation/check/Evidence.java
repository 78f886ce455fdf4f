package io.lockstep.simulation.check;

import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.client.History;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that a run leaves behind to be judged.
 *
 * @param history what clients asked and were told
 * @param log what the committed log means
 * @param maps what the maps of servers held, now and then
 * @param starts when a server was started
 * @param lines lines of clients that a server's loop took
 * @param disturbances when something was wrong with a server, the network, or leadership
 * @param quietFromMicros from then on nothing went wrong any more
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
     * The map of a server when it was at an index.
     *
     * @param holders of each lock that is held, the tokens of the grants, oldest first
     * @param queues of each lock that is waited for, the numbers of the sessions, first come first
     * @param blocked by lock-delay
     */
    public record MapSeen(
            int host,
            long index,
            long hash,
            Map<String, List<Long>> holders,
            Map<String, List<Long>> queues,
            Set<String> blocked) {}

    /** A server was started. */
    public record Started(int host, long atMicros) {}

    /**
     * A server's loop took a line.
     *
     * @param address of the client
     * @param leaderInReach whether that server led, or had an open channel to the one that does
     */
    public record LineTaken(int host, String address, long atMicros, boolean leaderInReach) {}
}
