package io.lockstep.client.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A shell that ends processes if this process can no longer do it: at once when this process has died, and at a given time
 * when it is stopped, or stuck, and has not said otherwise. It is out of the terminal's reach. Any thread.
 *
 * <p>Needs a {@code timeout} program for the second; without one, only the death of this process is noticed.
 */
public final class Watchdog implements AutoCloseable {

    private static final double MILLIS_PER_SECOND = 1_000;

    /**
     * Reads lines of two numbers of seconds and processes: in so many seconds ask these to end, and after so many more make
     * sure. A line takes the place of the one before it. The first line comes soon, so that waits for it without end.
     */
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM TSTP
            timed=
            timeout 0.9 sleep 0.01 2>/dev/null && timed=yes
            next() { IFS= read -r line && printf %s "$line"; }
            later='IFS= read -r line && printf %s "$line"'
            line=$(next) || exit 0
            while [ "$line" != done ]; do
                set -- $line
                after=$1 grace=$2
                shift 2
                if [ "$timed" ]; then
                    line=$(timeout -s KILL "$after" sh -c "$later") || break
                else
                    line=$(next) || break
                fi
            done
            [ "$line" != done ] || exit 0
            kill -s TERM -- "$@"
            kill -s CONT -- "$@"
            sleep "$grace"
            kill -s KILL -- "$@"
            """;

    private final @Nullable Process shell;

    private Watchdog(@Nullable Process shell) {
        this.shell = shell;
    }

    /** Starts it; it does nothing before the first {@link #set}. Where it cannot be had, there is one that does nothing. */
    public static Watchdog start() {
        boolean ownSession = Executable.of("setsid", System.getenv().getOrDefault("PATH", "")) == Executable.RUNNABLE;
        List<String> command = new ArrayList<>(ownSession ? List.of("setsid") : List.of());
        command.addAll(List.of("/bin/sh", "-c", SCRIPT));
        try {
            return new Watchdog(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            // It is a second line of defence; the first does without.
            return new Watchdog(null);
        }
    }

    /** In so long end these, unless told otherwise before: TERM, and after {@code grace} KILL. */
    public void set(Duration after, Duration grace, List<Long> targets) {
        if (!targets.isEmpty()) {
            // For the timeout program, nothing means for ever.
            long afterMillis = Math.max(1, after.toMillis());
            tell(seconds(afterMillis) + " " + seconds(grace.toMillis()) + " "
                    + targets.stream().map(String::valueOf).collect(Collectors.joining(" ")));
        }
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.3f", millis / MILLIS_PER_SECOND);
    }

    private void tell(String line) {
        Process present = shell;
        if (present == null) {
            return;
        }
        try {
            OutputStream input = present.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            // Somebody has ended it. The first line of defence does without.
            present.destroyForcibly();
        }
    }

    /** Sends it away: nothing is left to watch. */
    @Override
    public void close() {
        tell("done");
    }
}
