package io.lockstep.simulation;

import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The events of a run, line by line. The trace hashes them, keeps the last ones, and prints them on demand. */
public final class Trace {

    /** Prints the lines as they are added. */
    public interface Printer {
        void print(String line);
    }

    private static final int LINES_KEPT_MAX = 40;

    private final Scheduler scheduler;
    private final @Nullable Printer printer;
    private final Deque<String> last = new ArrayDeque<>();
    private long hash = 0xcbf29ce484222325L;
    private long lines;

    Trace(Scheduler scheduler, @Nullable Printer printer) {
        this.scheduler = scheduler;
        this.printer = printer;
    }

    /** Adds an event of a server, a client or a link. */
    public void add(String who, String what) {
        long micros = scheduler.nowMicros();
        lines++;
        mix(micros);
        mix(who);
        mix(what);
        if (last.size() == LINES_KEPT_MAX) {
            last.remove();
        }
        String line = micros + "\t" + who + "\t" + what;
        last.add(line);
        if (printer != null) {
            printer.print(line);
        }
    }

    private void mix(String text) {
        for (int i = 0; i < text.length(); i++) {
            mix(text.charAt(i));
        }
    }

    private void mix(long value) {
        hash = (hash ^ value) * 0x100000001b3L;
    }

    /** Returns a hash that is equal for equal runs. */
    public long hash() {
        return hash;
    }

    /** Returns the number of lines. */
    public long lines() {
        return lines;
    }

    /** Returns the last lines, each with its line end. */
    String ending() {
        return String.join("\n", last) + "\n";
    }
}
