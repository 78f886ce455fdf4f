package io.lockstep.simulation.client;

import io.lockstep.simulation.Randomness;
import java.util.List;

/**
 * How one client goes about it.
 *
 * @param hello whether it opens a session that outlives its connections
 * @param numbered whether it numbers its requests
 * @param window how many requests it has in flight
 * @param thinkMicros between one request and the next, typically
 * @param patienceMicros without an answer, after which it goes elsewhere
 * @param carriesIndex whether it shows the largest index it has seen
 * @param staysToTheEnd whether it keeps its connection, and what it has, when all others go
 * @param actions what it does, each in proportion to how often it is in the list
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

    static ClientHabits drawn(Randomness random, List<Action> actions) {
        return new ClientHabits(
                random.chance(0.7),
                random.pick(List.of(1_000L, 1_500L, 2_500L, 4_000L)),
                random.chance(0.8),
                random.chance(0.7) ? 1 : random.between(2, 5),
                random.between(5_000, 150_000),
                random.between(1_000_000, 8_000_000),
                random.chance(0.5),
                random.chance(0.3),
                actions);
    }
}
