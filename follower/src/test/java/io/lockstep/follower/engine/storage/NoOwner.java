package io.lockstep.follower.engine.storage;

import io.lockstep.follower.log.LogOwner;
import io.lockstep.follower.log.RecoveryReport;

/** Remembers nothing. */
final class NoOwner implements LogOwner {
    @Override
    public long id() {
        return 1;
    }

    @Override
    public long segmentsBegun() {
        return 0;
    }

    @Override
    public void begun(long segment) {}

    @Override
    public void cutting(RecoveryReport found) {}

    @Override
    public void dropping(long last) {}
}
