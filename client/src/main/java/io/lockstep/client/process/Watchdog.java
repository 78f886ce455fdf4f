package io.lockstep.client.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A shell that ends processes if this process can no longer do it: at once when this process has died, and at a given
 * time when it is stopped, or stuck, and has not said otherwise. It is out of the terminal's reach. Any thread.
 *
 * <p>Needs a {@code timeout} program for the second; without one, only the death of this process is noticed.
 */
public final class Watchdog implements AutoCloseable {

    private static final double MILLIS_PER_SECOND = 1_000;

    /**
     * Reads lines of two numbers of seconds, a mark and processes: in so many seconds ask these, and all that have the
     * mark in their environment, to end, and after so many more make sure. A line takes the place of the one before it.
     * The first line comes soon, so that waits for it without end.
     */
    private static final String SCRIPT = """
            trap '' HUP INT QUIT TERM TSTP
            timed=
            timeout 0.9 sleep 0.01 2>/dev/null && timed=yes
            next() { IFS= read -r line && printf %s "$line"; }
            later='IFS= read -r line && printf %s "$line"'
            marked() {
                for file in $(grep -l -e "$mark" /proc/[0-9]*/environ 2>/dev/null); do
                    file=${file#/proc/}
                    printf '%s ' "${file%/environ}"
                done
            }
            line=$(next) || exit 0
            while [ "$line" != done ]; do
                set -- $line
                after=$1 grace=$2 mark=$3
                shift 3
                if [ "$timed" ]; then
                    line=$(timeout -s KILL "$after" sh -c "$later") || break
                else
                    line=$(next) || break
                fi
            done
            [ "$line" != done ] || exit 0
            found="$* $(marked)"
            kill -s TERM -- $found
            kill -s CONT -- $found
            sleep "$grace"
            for pass in 1 2 3 4 5; do
                found="$* $(marked)"
                kill -s KILL -- $found
            done
            """;

    private final @Nullable Process shell;

    private Watchdog(@Nullable Process shell) {
        this.shell = shell;
    }

    /**
     * Starts it; it does nothing before the first {@link #set}. Where it cannot be had, there is one that does nothing.
     */
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

    /**
     * In so long end a command, unless told otherwise before: TERM, and after {@code grace} KILL.
     *
     * @param mark of the command, which may be about to start
     * @param targets what is known of it, as {@link ChildProcess#targets} says
     */
    public void set(Duration after, Duration grace, String mark, List<Long> targets) {
        // For the timeout program, nothing means for ever.
        long afterMillis = Math.max(1, after.toMillis());
        StringBuilder line = new StringBuilder()
                .append(seconds(afterMillis))
                .append(' ')
                .append(seconds(grace.toMillis()))
                .append(' ')
                .append(mark);
        targets.forEach(target -> line.append(' ').append(target));
        tell(line.toString());
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
