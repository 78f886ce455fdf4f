package io.lockstep.follower.log;

import java.util.ArrayList;
import java.util.List;

/** Remembers what a log tells its owner. */
final class TestOwner implements LogOwner {
    long id = 1;
    long begun;
    final List<RecoveryReport> cuts = new ArrayList<>();
    final List<Long> dropped = new ArrayList<>();

    @Override
    public long id() {
        return id;
    }

    @Override
    public long segmentsBegun() {
        return begun;
    }

    @Override
    public void begun(long segment) {
        begun = segment;
    }

    @Override
    public void cutting(RecoveryReport found) {
        cuts.add(found);
    }

    @Override
    public void dropping(long last) {
        dropped.add(last);
    }
}
