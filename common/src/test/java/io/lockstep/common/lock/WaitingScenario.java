package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;

import org.junit.jupiter.api.BeforeEach;

/** One held lock, and three sessions that may wait for it. */
abstract class WaitingScenario {

    static final long WAIT_MILLIS = 5_000;
    final Cluster cluster = new Cluster();
    final Cluster.Client holder = cluster.open(1);
    final Cluster.Client first = cluster.open(2);
    final Cluster.Client second = cluster.open(3);
    final Cluster.Client third = cluster.open(1);

    @BeforeEach
    void theLockIsHeld() {
        holder.lock(LOCK_1);
    }
}
