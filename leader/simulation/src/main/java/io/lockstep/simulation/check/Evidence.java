package io.lockstep.simulation.check;

import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.client.Contact;
import io.lockstep.simulation.client.History;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongPredicate;

/**
 * What a run leaves behind for the checks.
 *
 * @param history the requests of clients and the lines that they received
 * @param log the meaning of the committed log
 * @param maps the maps of servers at some moments
 * @param starts the starts of servers
 * @param lines the clients' lines that servers' loops took
 * @param applied how far servers had applied the log
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
        AppliedIndexes applied,
        Disturbances disturbances,
        long quietFromMicros,
        long endMicros) {

    /**
     * Returns whether the predicate holds at one of the places of the log by which an answer may have been decided:
     * from what the server at the other end of the connection had applied at the first moment, to what was committed
     * at the second.
     */
    public boolean mayHaveSeen(Contact contact, long fromMicros, long toMicros, LongPredicate atPlace) {
        long first = log.placeOf(applied.before(contact.host(), fromMicros));
        for (long place = log.placeOf(log.committedBy(toMicros)); place >= first; place--) {
            if (atPlace.test(place)) {
                return true;
            }
        }
        return false;
    }

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
