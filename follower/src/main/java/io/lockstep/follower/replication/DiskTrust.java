package io.lockstep.follower.replication;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server believes of its own disk.
 *
 * @param doubted whether it may have lost entries that it acknowledged, and so neither stands nor votes for now
 * @param waitsFor the voters that it has not heard of in this run; empty if it is not in doubt, or waits for a leader
 *     only
 * @param loss the loss that its operator has accepted and that is not in the audit yet; null if there is none
 */
public record DiskTrust(
        boolean doubted, Set<Integer> waitsFor, @Nullable Loss loss) {

    /** Nothing is lost. */
    public static final DiskTrust FULL = new DiskTrust(false, Set.of(), null);

    /** Copies the set. */
    public DiskTrust {
        waitsFor = Set.copyOf(waitsFor);
    }

    /**
     * A loss that the operator has accepted.
     *
     * @param start which start of the server on its data that was
     * @param kept the index of the last entry that the server went on with
     * @param known the index of the last entry that it is known to have had
     * @param operator the name of the user who started the server; empty if unknown
     */
    public record Loss(long start, long kept, long known, String operator) {}
}
