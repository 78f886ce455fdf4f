package io.lockstep.client.cli;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.DurationConverter;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a lock is to be held. */
final class LockParameters {

    private static final int PERMITS_MAX = 1_000_000;

    @Option(names = "--shared", description = "Hold it together with others that ask for it so.")
    private boolean shared;

    @Option(
            names = "--permits",
            paramLabel = "N",
            description = "Hold it together with up to N in all that say the same N: a semaphore.")
    private @Nullable Integer permits;

    @Option(
            names = "--delay",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "How long it stays blocked if this grant ends by expiry or by force.")
    private @Nullable Duration delay;

    /** What is wrong with the options, empty if nothing is. */
    String flaw() {
        Integer count = permits;
        if (count != null && shared) {
            return "--shared and --permits exclude each other";
        }
        if (count != null && (count < 2 || count > PERMITS_MAX)) {
            return "--permits is from 2 to " + PERMITS_MAX;
        }
        Duration time = delay;
        return time != null && time.toMillis() > ProtocolLimits.DELAY_MILLIS_MAX
                ? "--delay is at most " + Durations.format(ProtocolLimits.DELAY_MILLIS_MAX)
                : "";
    }

    /** The LOCK for these names. */
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
