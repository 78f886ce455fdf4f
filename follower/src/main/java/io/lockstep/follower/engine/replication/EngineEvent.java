package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationEvents;

/** One event from the engine for the loop. */
@FunctionalInterface
interface EngineEvent {

    /** Delivers the event. Runs on the loop. */
    void deliver(ReplicationEvents events);

    /** Called instead of {@link #deliver} if the loop has ended. Runs on any thread. */
    default void dropped() {}
}
