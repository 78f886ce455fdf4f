package io.lockstep.client.cli;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.GrantSecret;
import io.lockstep.common.protocol.ProtocolLimits;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of {@code lock --detach}: the lease of the grant, its key, and what follows its release. */
final class LeaseParameters {

    static final String LONGEST = "max";

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            description =
                    "With --detach: how long the lock stays held, from 1s; max for as long as the cluster allows.")
    private @Nullable String lease;

    @Option(
            names = "--key",
            paramLabel = "TEXT",
            description = "With --detach: the key of the grant (default: one that the server makes). The same command"
                    + " with the same key gets the same grant.")
    private @Nullable String key;

    @Option(
            names = "--hold",
            paramLabel = "TIME",
            description = "With --detach: keep the lock blocked for this long after its release.")
    private @Nullable String hold;

    /** The flaw of these options; empty if there is none. */
    String flaw(boolean detach, int locks) {
        if (!detach) {
            return lease == null && key == null && hold == null ? "" : "--lease, --key and --hold belong to --detach";
        }
        if (lease == null) {
            return "--detach needs --lease TIME: nothing renews the lock once this command has ended, so say how long"
                    + " it is to be held";
        }
        if (locks > 1) {
            return "--detach takes one lock; --and needs a client that holds them";
        }
        String ofLease = flawOfLease(lease);
        if (!ofLease.isEmpty()) {
            return ofLease;
        }
        String ofKey = flawOfKey(key);
        return ofKey.isEmpty() ? flawOfHold(hold) : ofKey;
    }

    static String flawOfLease(String text) {
        return text.equals(LONGEST) || Durations.parseMillis(text) >= 1_000
                ? ""
                : "--lease must be a time of 1s or more, such as 30s, or " + LONGEST;
    }

    static String flawOfKey(@Nullable String text) {
        return text == null
                        || (!text.isEmpty()
                                && text.getBytes(StandardCharsets.UTF_8).length <= GrantSecret.BYTES_MAX
                                && text.codePoints().noneMatch(Character::isISOControl))
                ? ""
                : "--key must be a text of 1 to " + GrantSecret.BYTES_MAX + " bytes without control characters";
    }

    static String flawOfHold(@Nullable String text) {
        if (text == null) {
            return "";
        }
        long millis = Durations.parseMillis(text);
        return millis >= 0 && millis <= ProtocolLimits.HOLD_MILLIS_MAX
                ? ""
                : "--hold must be a time of at most " + Durations.format(ProtocolLimits.HOLD_MILLIS_MAX)
                        + ", such as 10s";
    }

    /** The LOCK with these options. */
    Call ask(Call lock) {
        Call call = lease == null ? lock : lock.with("lease", lease);
        call = key == null ? call : call.with("key", key);
        return hold == null ? call : call.with("hold", hold);
    }
}
