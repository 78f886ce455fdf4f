package io.lockstep.follower.engine.replication;

import org.jspecify.annotations.Nullable;

/** Told when the engine can no longer be trusted to keep what it acknowledged: the process must stop. */
@FunctionalInterface
public interface EngineFailure {

    /**
     * Called on any thread, at least once, and never after the replication was closed.
     *
     * @param message what failed, for the operator
     * @param cause null where the engine knows no more than the message
     */
    void failed(String message, @Nullable Throwable cause);
}
