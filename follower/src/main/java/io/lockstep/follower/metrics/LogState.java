package io.lockstep.follower.metrics;

import java.util.List;
import java.util.Optional;

/** The log and the disk of this server, as the engine sees them. Any thread; no call blocks unless it says so. */
public interface LogState {

    /** For how long the disk has not answered a write, once that is two seconds; else 0. */
    long diskSilentMillis();

    /** How long ago what the loop has applied was all that this server knew to be committed. */
    long behindMillis();

    /** Index of the newest entry in this server's log. */
    long lastIndex();

    /** Index of the newest entry that this server knows to be committed. */
    long committedIndex();

    /** How long writes to the log took, each with its flush to the disk. */
    LatencyHistogram writes();

    /** How long proposals of this server took until they were applied, while it led. */
    LatencyHistogram proposals();

    /** The newest snapshot on the disk; empty if there is none. Reads the disk: not for the loop. */
    Optional<StoredSnapshot> snapshot();

    /** The disk that has the data. Asks the system: not for the loop. */
    DiskSpace space();

    /** The other voters and learners, while this server leads; else none. */
    List<PeerLag> peers();

    /**
     * A snapshot on the disk.
     *
     * @param bytes of its files
     * @param writtenMillis when it was written, in milliseconds since 1970
     */
    record StoredSnapshot(long bytes, long writtenMillis) {}

    /** The bytes of a disk, and how many of them are free. */
    record DiskSpace(long bytes, long free) {}

    /**
     * How far another server is behind.
     *
     * @param server its number
     * @param entries that this server has on its disk and the other one is not known to have
     */
    record PeerLag(int server, long entries) {}
}
