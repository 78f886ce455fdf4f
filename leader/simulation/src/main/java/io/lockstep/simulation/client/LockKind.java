package io.lockstep.simulation.client;

import io.lockstep.simulation.time.Randomness;
import java.util.List;

/**
 * A lock that the clients of a run use, and how they mostly use it.
 *
 * @param permits of the semaphore; 0 for an exclusive or shared lock
 */
public record LockKind(String name, int permits) {

    /** Draws a kind for each of the locks. */
    public static List<LockKind> drawn(List<String> names, Randomness random) {
        boolean semaphores = random.chance(0.4);
        return names.stream()
                .map(name -> new LockKind(name, semaphores && random.chance(0.4) ? random.between(2, 3) : 0))
                .toList();
    }

    /** Returns the LOCK request for this kind, or sometimes for another kind. */
    Ask asked(Ask lock, double shared, Randomness random) {
        int asked = random.chance(0.03) ? random.pick(List.of(0, 2, 3)) : permits;
        if (asked > 0) {
            return lock.with("permits", asked);
        }
        return random.chance(shared) ? lock.with("mode", "shared") : lock;
    }
}
