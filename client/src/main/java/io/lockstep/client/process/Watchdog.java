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
 * A shell that ends processes if this process can no longer do it: at once if this process has died, and at a given
 * time if it is stopped or stuck and has not set a later one. It is out of the terminal's reach. Safe for any thread.
 *
 * <p>The time needs a {@code timeout} program; without one, the shell only notices the death of this process.
 */
public final class Watchdog implements AutoCloseable {

    private static final double MILLIS_PER_SECOND = 1_000;

    /**
     * Reads lines of two numbers of seconds, a mark, and process ids. After the first number of seconds the script
     * sends TERM to these processes and to all with the mark in their environment, and after the second number KILL.
     * Each line replaces the one before it. A process is given by its id and its start, so that a later one with the
     * same id is left alone. The script waits for the first line without a time limit, because it comes
     * soon.
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
            same() {
                for each in $targets; do
                    pid=${each%%:*} stat=
                    { read -r stat <"/proc/${pid#-}/stat"; } 2>/dev/null
                    set -- ${stat##*) }
                    case $each in
                    *:0 | *":${20:-}") printf '%s ' "$pid" ;;
                    -*) [ "$stat" ] || printf '%s ' "$pid" ;;
                    esac
                done
            }
            line=$(next) || exit 0
            while [ "$line" != done ]; do
                set -- $line
                after=$1 grace=$2 mark=$3
                shift 3
                targets=$*
                if [ "$timed" ]; then
                    line=$(timeout -s KILL "$after" sh -c "$later") || break
                else
                    line=$(next) || break
                fi
            done
            [ "$line" != done ] || exit 0
            found="$(same) $(marked)"
            kill -s TERM -- $found
            kill -s CONT -- $found
            sleep "$grace"
            for pass in 1 2 3 4 5; do
                found="$(same) $(marked)"
                kill -s KILL -- $found
            done
            """;

    private final @Nullable Process shell;

    private Watchdog(@Nullable Process shell) {
        this.shell = shell;
    }

    /**
     * Starts the shell, which does nothing before the first {@link #set}. If it cannot start, returns a watchdog that
     * does nothing.
     *
     * @param path where to look for helper programs
     */
    public static Watchdog start(String path) {
        List<String> command = new ArrayList<>(Executable.sessionPrefix(path));
        command.addAll(List.of("/bin/sh", "-c", SCRIPT));
        try {
            return new Watchdog(new ProcessBuilder(command)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            // The watchdog is a second line of defence; the first works without it.
            return new Watchdog(null);
        }
    }

    /**
     * Ends a command after a time, unless set again before: sends TERM, and KILL after {@code grace}.
     *
     * @param mark the mark of the command, which may not have started yet
     * @param targets its known processes, as {@link ChildProcess#targets} returns them
     */
    public void set(Duration after, Duration grace, String mark, List<String> targets) {
        // For the timeout program, zero means no limit.
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
            // The shell has ended. The first line of defence works without it.
            present.destroyForcibly();
        }
    }

    /** Ends the shell: there is nothing left to watch. */
    @Override
    public void close() {
        tell("done");
    }
}
