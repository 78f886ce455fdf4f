package io.lockstep.follower.engine.replication;

import org.jspecify.annotations.Nullable;

/** Called when the engine can no longer be trusted to keep what it acknowledged. The process must stop. */
@FunctionalInterface
public interface EngineFailure {

    /**
     * Reports the failure. Called on any thread, at least once, and never after the replication was closed.
     *
     * @param message the failure, for the operator
     * @param cause null if the engine gives only a message
     */
    void failed(String message, @Nullable Throwable cause);
}
