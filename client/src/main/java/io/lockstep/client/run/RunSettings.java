package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a run.
 *
 * @param lock the LOCK request, without {@code wait=}
 * @param patience the longest time to wait for the lock; zero not to wait, {@link #FOR_EVER} without a time limit
 * @param command the program and its arguments
 * @param grace the time between TERM and KILL when the lock is lost
 * @param stopsOnLoss whether to end the command when the lock is lost; otherwise only warns
 * @param notAcquiredCode the exit status if the lock is not acquired
 */
public record RunSettings(
        Call lock, Duration patience, List<String> command, Duration grace, boolean stopsOnLoss, int notAcquiredCode) {

    /** A wait without a time limit. */
    public static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    public RunSettings {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("there is no command to run");
        }
    }

    /** The lock's name. */
    String name() {
        return lock.name();
    }
}
