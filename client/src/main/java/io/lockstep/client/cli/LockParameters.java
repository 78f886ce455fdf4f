package io.lockstep.client.cli;

import io.lockstep.client.connection.Call;
import io.lockstep.common.command.LockName;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.DurationConverter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for other locks to be taken with one, and for the mode and the lock-delay of all of them. */
final class LockParameters {

    private static final int PERMITS_MAX = 1_000_000;

    @Option(
            names = "--and",
            paramLabel = "NAME",
            description = "Another lock: all are taken together, or none. May be repeated.")
    private List<String> others = List.of();

    @Option(names = "--shared", description = "Share the lock with other clients that give --shared.")
    private boolean shared;

    @Option(
            names = "--permits",
            paramLabel = "N",
            description = "Semaphore: at most N holders, all of which give the same N.")
    private @Nullable Integer permits;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Keep the lock blocked for this long if this grant expires or is released by force.")
    private @Nullable Duration delay;

    /** The flaw of these options; empty if there is none. */
    String flaw() {
        Integer count = permits;
        if (count != null && shared) {
            return "--shared and --permits exclude each other";
        }
        if (count != null && (count < 2 || count > PERMITS_MAX)) {
            return "--permits must be from 2 to " + PERMITS_MAX;
        }
        Duration time = delay;
        return time != null && time.toMillis() > ProtocolLimits.DELAY_MILLIS_MAX
                ? "--delay must be at most " + Durations.format(ProtocolLimits.DELAY_MILLIS_MAX)
                : "";
    }

    /** The names of all locks to be taken together. */
    List<String> namesWith(String first) {
        List<String> names = new ArrayList<>(List.of(first));
        names.addAll(others);
        return names;
    }

    /** The flaw of the names of locks to be taken together; empty if there is none. */
    static String flawOf(List<String> names) {
        if (names.size() > ProtocolLimits.NAMES_MAX) {
            return "at most " + ProtocolLimits.NAMES_MAX + " locks can be taken together";
        }
        return names.stream()
                .map(LockName::flawOf)
                .filter(each -> !each.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The LOCK request for these names. */
    Call call(List<String> names, Duration delayIfNotGiven) {
        Call call = Call.of(Verb.LOCK, names.toArray(String[]::new));
        call = shared ? call.with("mode", "shared") : call;
        Integer count = permits;
        call = count != null ? call.with("permits", count) : call;
        Duration given = delay;
        Duration time = given != null ? given : delayIfNotGiven;
        return time.isZero() ? call : call.with("delay", Durations.format(time.toMillis()));
    }
}
