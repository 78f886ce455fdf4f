package io.lockstep.follower.replication;

/** A frozen view of the lock map. */
@FunctionalInterface
public interface SnapshotView {

    /** The view's binary form. Called once, on another thread than the loop's. */
    byte[] encode();
}
