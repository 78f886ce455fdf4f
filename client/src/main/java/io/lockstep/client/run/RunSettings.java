package io.lockstep.client.run;

import io.lockstep.client.connection.Call;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a run.
 *
 * @param lock the LOCK request, without {@code wait=}
 * @param patience the longest time to wait for the lock; zero not to wait, {@link #FOR_EVER} without a time limit
 * @param command the program and its arguments
 * @param grace the time between TERM and KILL when the lock is lost
 * @param stopsOnLoss whether to end the command when the lock is lost; otherwise only warns
 * @param keepsBackground whether to leave alone what the command leaves behind
 * @param unavailable what to do if no server can grant the lock
 * @param notAcquiredCode the exit status if the lock is not acquired
 * @param outcome the file that says how the run ended; null for none
 */
public record RunSettings(
        Call lock,
        Duration patience,
        List<String> command,
        Duration grace,
        boolean stopsOnLoss,
        boolean keepsBackground,
        Unavailable unavailable,
        int notAcquiredCode,
        @Nullable Path outcome) {

    /** What to do if no server can grant the lock. */
    public enum Unavailable {
        /** Fail. */
        FAIL,
        /** Run the command without the lock. */
        RUN,
        /** Go on trying, for as long as the wait for the lock may take. */
        WAIT
    }

    /** A wait without a time limit. */
    public static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

    public RunSettings {
        command = List.copyOf(command);
        if (command.isEmpty()) {
            throw new IllegalArgumentException("there is no command to run");
        }
    }

    /** The name of the lock, the first of several. */
    String name() {
        return lock.name();
    }
}
