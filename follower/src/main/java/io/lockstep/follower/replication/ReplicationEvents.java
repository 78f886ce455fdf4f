package io.lockstep.follower.replication;

import io.lockstep.common.entry.ByteSource;

/**
 * The events that a replicated log delivers to its node. Every call but {@link #readSnapshot} arrives on the node's
 * loop thread, one at a time, in the order of the log.
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
     * at once.
     *
     * @return the view's binary form, in pieces that are encoded as another thread takes them
     */
    ByteSource snapshotWanted();

    /**
     * Reads a snapshot into a new map, of {@code index}. Not called on the loop but on a thread that may block, while
     * the loop goes on with the present map.
     *
     * @param snapshot the pieces that {@link #snapshotWanted} gave
     * @return replaces the node's map by the new one. Runs on the loop thread, in the order of the log; the entries
     *     after it have higher indexes
     * @throws io.lockstep.common.entry.MalformedEncodingException if the pieces are no snapshot
     */
    Runnable readSnapshot(long index, ByteSource snapshot);
}
