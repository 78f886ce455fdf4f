package io.lockstep.follower.replication;

/**
 * What a replicated log tells its node. Every call arrives on the node's loop thread, one by one, in the order in which
 * things happened in the log.
 */
public interface ReplicationEvents {

    /** A committed entry of ours. Indexes rise, with gaps. */
    void applied(long index, byte[] entry);

    /** This node leads in {@code term} and may decide from now on; everything committed before has been applied. */
    void leading(long term);

    /** This node follows {@code leader}, a server number, in {@code term}. */
    void following(int leader, long term);

    /** No leader is known, this node included. {@code term} is the newest known. */
    void leaderless(long term);

    /**
     * The lock map as of now is wanted. The node freezes a view at this place in the order of events and returns it at
     * once; it is written elsewhere, in another thread.
     */
    SnapshotView snapshotWanted();

    /** The node's map is to be replaced by this one, of {@code index}. Entries continue behind it. */
    void snapshotLoaded(long index, byte[] snapshot);
}
