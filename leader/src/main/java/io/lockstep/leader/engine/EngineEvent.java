package io.lockstep.leader.engine;

import io.lockstep.leader.replication.ReplicationEvents;

/** One thing that the engine has to tell the loop. */
@FunctionalInterface
interface EngineEvent {

    /** Runs on the loop. */
    void deliver(ReplicationEvents events);

    /** In place of {@link #deliver}, once no loop will ever take it. Runs on any thread. */
    default void dropped() {}
}
