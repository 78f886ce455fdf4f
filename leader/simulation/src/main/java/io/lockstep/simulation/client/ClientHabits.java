package io.lockstep.simulation.client;

import io.lockstep.simulation.time.Randomness;
import java.util.List;

/**
 * The habits of one client.
 *
 * @param hello whether it opens a session that outlives its connections
 * @param numbered whether it numbers its requests
 * @param window how many requests it has in flight
 * @param thinkMicros typical time between two requests
 * @param patienceMicros time without an answer after which it connects to another server
 * @param carriesIndex whether it sends the largest index it has seen
 * @param staysToTheEnd whether it keeps its connection and its locks when all other clients leave
 * @param actions its actions, each with a chance in proportion to its occurrences in the list
 */
public record ClientHabits(
        boolean hello,
        long ttlMillis,
        boolean numbered,
        int window,
        long thinkMicros,
        long patienceMicros,
        boolean carriesIndex,
        boolean staysToTheEnd,
        List<Action> actions) {

    /** Draws habits; {@code thinkMicrosMax} bounds the typical time between two requests. */
    static ClientHabits drawn(long thinkMicrosMax, Randomness random, List<Action> actions) {
        return new ClientHabits(
                random.chance(0.7),
                random.pick(List.of(1_000L, 1_500L, 2_500L, 4_000L)),
                random.chance(0.8),
                random.chance(0.7) ? 1 : random.between(2, 5),
                random.between(5_000, thinkMicrosMax),
                random.between(1_000_000, 8_000_000),
                random.chance(0.5),
                random.chance(0.3),
                actions);
    }
}
