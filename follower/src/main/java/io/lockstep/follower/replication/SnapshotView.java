package io.lockstep.follower.replication;

/** A frozen view of the lock map. */
@FunctionalInterface
public interface SnapshotView {

    /** Its binary form. Called once, from another thread than the loop's. */
    byte[] encode();
}
