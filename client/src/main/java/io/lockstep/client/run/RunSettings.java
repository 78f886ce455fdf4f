package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import java.time.Duration;
import java.util.List;

/**
 * What to run under which lock.
 *
 * @param lock the LOCK to ask for, without {@code wait=}
 * @param patience how long to stand in line at most; zero for not at all, {@link #FOR_EVER} without end
 * @param command the program and its arguments
 * @param grace between asking the command to end and making sure, when the lock is lost
 * @param stopsOnLoss whether the command is ended when the lock is lost; else that is only said
 * @param notAcquiredCode exit status if the lock is not acquired
 */
public record RunSettings(
        Call lock, Duration patience, List<String> command, Duration grace, boolean stopsOnLoss, int notAcquiredCode) {

    /** A wait that no time ends. */
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
