package io.lockstep.follower.replication;

/**
 * The events that a replicated log delivers to its node. Every call arrives on the node's loop thread, one at a time,
 * in the order of the log.
 */
public interface ReplicationEvents {

    /** A committed entry of ours. Indexes rise, with gaps. */
    void applied(long index, byte[] entry);

    /** This node leads in {@code term} and may decide from now on; every entry of earlier terms has been applied. */
    void leading(long term);

    /** This node follows {@code leader}, a server number, in {@code term}. */
    void following(int leader, long term);

    /** No leader is known, and this node does not lead. {@code term} is the newest known term. */
    void leaderless(long term);

    /**
     * Asks for a snapshot of the lock map. The node freezes a view at this place in the order of events and returns it
     * at once; another thread encodes it.
     */
    SnapshotView snapshotWanted();

    /** Replaces the node's map by this one, of {@code index}. The next entries have higher indexes. */
    void snapshotLoaded(long index, byte[] snapshot);
}
