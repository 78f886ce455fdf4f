package io.lockstep.client.bench.report;

import io.lockstep.client.bench.BenchListener;
import io.lockstep.client.bench.BenchSettings;
import java.io.PrintStream;
import java.util.Locale;

/**
 * Shows on stderr how a benchmark goes: on a terminal in one line that is written over, elsewhere one line a second.
 *
 * @param terminal whether {@code err} is one
 */
public record BenchProgress(PrintStream err, boolean terminal) implements BenchListener {

    private static final String ERASE = "\r\u001b[K";

    @Override
    public void at(BenchSettings settings, boolean warm, double seconds, double donePerSecond, long errors) {
        String line = String.format(
                Locale.ROOT,
                "%d client%s%s, %s, %.0f s: %,.0f /s%s",
                settings.clients(),
                settings.clients() == 1 ? "" : "s",
                settings.load().isOpen()
                        ? String.format(
                                Locale.ROOT,
                                ", %,d due a second",
                                settings.load().ratePerSecond())
                        : "",
                warm ? "measuring" : "warming up",
                seconds,
                donePerSecond,
                errors > 0 ? ", " + errors + " errors" : "");
        err.print(terminal ? ERASE + line : line + System.lineSeparator());
        err.flush();
    }

    /** The run is over: the line goes away. */
    public void end() {
        if (terminal) {
            err.print(ERASE);
            err.flush();
        }
    }
}
