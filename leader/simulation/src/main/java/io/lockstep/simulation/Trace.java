package io.lockstep.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What happens in a run, line by line: hashed, the last of it kept, and printed if wanted. */
public final class Trace {

    /** Where lines are printed as they come. */
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

    /** Notes that somebody did or met something. */
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

    /** Equal runs have equal hashes. */
    public long hash() {
        return hash;
    }

    /** How many lines there were. */
    public long lines() {
        return lines;
    }

    /** The last lines, each with its end. */
    String ending() {
        return String.join("\n", last) + "\n";
    }
}
