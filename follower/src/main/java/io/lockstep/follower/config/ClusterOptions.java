package io.lockstep.follower.config;

import io.lockstep.common.command.Limits;
import io.lockstep.common.protocol.Durations;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.Sizes;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags for settings of the cluster: the founder writes them into the log. */
public final class ClusterOptions {

    private static final long HISTORY_MIN = 64 << 10;
    private static final long HISTORY_MAX = 64 << 20;

    @Option(
            names = "--locks-per-client",
            paramLabel = "N",
            description = "How many locks a client may hold; 0 for any number up to 16384. The founder of the cluster"
                    + " fixes it (default: 1); a server started with another value stops.")
    @Nullable
    Integer locksPerClient;

    @Option(
            names = "--lease-max",
            paramLabel = "TIME",
            description = "Longest lease of a lock taken with lease=. The founder fixes it, too (default: 168h).")
    @Nullable
    String leaseMax;

    @Option(
            names = "--history-bytes",
            paramLabel = "SIZE",
            description = "How much memory the history of grants that have ended may take, up to 64m; 0 for no"
                    + " history. The founder fixes it, too (default: 8m).")
    @Nullable
    String historyBytes;

    @Option(
            names = "--map-bytes",
            paramLabel = "SIZE",
            description =
                    "How much memory the lock map may take, such as 256m; four times that is needed as heap. This is a"
                            + " setting of the cluster: the founder fixes it (default: a quarter of its heap), and"
                            + " admin set map-bytes changes it.")
    @Nullable
    String mapBytes;

    /** Makes the flags with their defaults. */
    public ClusterOptions() {}

    /** The first error in the values, in words for the operator; empty if there is none. */
    public String flaw() {
        if (locksPerClient != null && locksPerClient < 0) {
            return "--locks-per-client " + locksPerClient + " is negative; 0 means any number";
        }
        if (leaseMax != null && Durations.parseMillis(leaseMax) < Limits.LEASE_MILLIS_MIN) {
            return "--lease-max " + leaseMax + " is not a time of 1s or more, such as 24h";
        }
        if (historyBytes != null && !isHistory(historyBytes())) {
            return "--history-bytes " + historyBytes + " is not 0 or a size from 64k to 64m, such as 8m";
        }
        if (mapBytes != null && Sizes.parseBytes(mapBytes) < ProtocolLimits.MAP_BYTES_MIN) {
            return "--map-bytes " + mapBytes + " is not a size of 1m or more, such as 256m";
        }
        return "";
    }

    private static boolean isHistory(OptionalLong bytes) {
        return bytes.stream().allMatch(given -> given == 0 || (given >= HISTORY_MIN && given <= HISTORY_MAX));
    }

    /** How many locks a client may hold; empty if it is not said. */
    public OptionalInt locksPerClient() {
        return locksPerClient == null ? OptionalInt.empty() : OptionalInt.of(locksPerClient);
    }

    /** The longest lease of a grant in milliseconds; empty if it is not said. Only if there is no {@link #flaw}. */
    public OptionalLong leaseMillisMax() {
        return leaseMax == null ? OptionalLong.empty() : OptionalLong.of(Durations.parseMillis(leaseMax));
    }

    /** The bound of the history in bytes; empty if it is not said. Only if there is no {@link #flaw}. */
    public OptionalLong historyBytes() {
        return historyBytes == null ? OptionalLong.empty() : OptionalLong.of(Sizes.parseBytes(historyBytes));
    }

    /** The bound of the lock map in bytes; empty if it is not said. Only if there is no {@link #flaw}. */
    public OptionalLong mapBytes() {
        return mapBytes == null ? OptionalLong.empty() : OptionalLong.of(Sizes.parseBytes(mapBytes));
    }
}
