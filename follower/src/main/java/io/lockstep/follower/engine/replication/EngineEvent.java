package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationEvents;

/** One thing that the engine has to tell the loop. */
@FunctionalInterface
interface EngineEvent {

    /** Runs on the loop. */
    void deliver(ReplicationEvents events);

    /** In place of {@link #deliver}, once no loop will ever take it. Runs on any thread. */
    default void dropped() {}
}
