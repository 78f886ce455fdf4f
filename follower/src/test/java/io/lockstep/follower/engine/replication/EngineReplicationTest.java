package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationContract;
import io.lockstep.follower.replication.ReplicationHarness;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract of the seam, on the real engine. */
class EngineReplicationTest extends ReplicationContract {

    @TempDir
    Path root;

    @Override
    protected ReplicationHarness newHarness() {
        return new EngineHarness(root);
    }

    @Override
    protected boolean dropsItsLog() {
        return true;
    }
}
