package io.lockstep.follower.context;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Limits;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.protocol.Durations;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the operator of a server asked for that the founder of the cluster fixes. What was not asked for is empty: then
 * a founder takes the default, and another server the value of the cluster.
 *
 * @param locksPerClient how many locks a client may hold; 0 for any number
 * @param leaseMillisMax the longest lease of a grant that has its own
 * @param historyBytesMax the bound of the history in bytes; 0 for no history
 */
public record ClusterSettings(OptionalInt locksPerClient, OptionalLong leaseMillisMax, OptionalLong historyBytesMax) {

    /** Nothing was asked for. */
    public static final ClusterSettings NONE =
            new ClusterSettings(OptionalInt.empty(), OptionalLong.empty(), OptionalLong.empty());

    /** Locks that a client may hold, unless the founder sets another number. */
    public static final int LOCKS_PER_CLIENT_DEFAULT = 1;

    /** The command that founds a cluster with these settings. */
    public Command.FoundCluster foundation(String clusterId, long mapBytesMax) {
        return new Command.FoundCluster(
                clusterId,
                locksPerClient.orElse(LOCKS_PER_CLIENT_DEFAULT),
                mapBytesMax,
                leaseMillisMax.orElse(Limits.LEASE_MILLIS_MAX_DEFAULT),
                historyBytesMax.orElse(Limits.HISTORY_BYTES_DEFAULT));
    }

    /** The first of these that a founded cluster has otherwise, in words for the operator; empty if there is none. */
    public String contradiction(LockStateMachine machine) {
        if (locksPerClient.isPresent() && locksPerClient.getAsInt() != machine.locksPerClient()) {
            return otherwise("--locks-per-client", locksPerClient.getAsInt(), machine.locksPerClient());
        }
        if (leaseMillisMax.isPresent() && leaseMillisMax.getAsLong() != machine.leaseMillisMax()) {
            return otherwise(
                    "--lease-max",
                    Durations.format(leaseMillisMax.getAsLong()),
                    Durations.format(machine.leaseMillisMax()));
        }
        long historyBytes = machine.history().bytesMax();
        if (historyBytesMax.isPresent() && historyBytesMax.getAsLong() != historyBytes) {
            return otherwise("--history-bytes", historyBytesMax.getAsLong(), historyBytes);
        }
        return "";
    }

    private static String otherwise(String flag, Object asked, Object founded) {
        return flag + " " + asked + " was asked for, but the cluster was founded with " + founded
                + "; start this server without the flag, or with that value";
    }
}
