package io.lockstep.follower.watch;

import io.lockstep.common.protocol.Line;

/** A connection that watches. No call blocks, and none changes the watches. */
public interface Watcher {

    /** Whether the client may learn of the events of this lock. */
    boolean sees(String lockName);

    /** The user at the other end, for whom watches are counted; empty if there is none. */
    String user();

    /** Whether the client has read enough of what is queued for it to get more. */
    boolean roomToPush();

    /** Queues an event for the watch with this number. Does nothing once the connection is closed. */
    void push(SharedLine event, int watch);

    /** Queues one line. Does nothing once the connection is closed. */
    void push(Line line);
}
