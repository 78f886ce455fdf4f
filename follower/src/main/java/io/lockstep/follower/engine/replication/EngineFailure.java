package io.lockstep.follower.engine.replication;

import org.jspecify.annotations.Nullable;

/** Called when the engine can no longer be trusted to keep what it acknowledged. The process must stop. */
@FunctionalInterface
public interface EngineFailure {

    /** What has failed, which decides what the operator can do. */
    enum Kind {
        /** A write to disk failed. What was acknowledged had been written before. */
        DISK_FAILED,
        /** A write to disk does not end. */
        DISK_HANGS,
        /** Something on disk is not as it was written. */
        DAMAGED,
        /** This server leads, and may have lost what it acknowledged before it started. */
        IN_DOUBT,
        /** This server has applied what the cluster does not have. */
        DIVERGED,
        /** A bug in Lockstep or in the engine. */
        BUG
    }

    /**
     * Reports the failure. Called on any thread, at least once, and never after the replication was closed.
     *
     * @param message the failure, for the operator
     * @param cause null if the engine gives only a message
     */
    void failed(Kind kind, String message, @Nullable Throwable cause);
}
