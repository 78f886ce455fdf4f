package io.lockstep.client.bench;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** Asks for the status of a lock, and now and then takes and releases it. */
final class MixedWorkload implements Workload {

    private static final int HUNDRED = 100;

    private final LockWorkload lock;
    private final StatusWorkload status;
    private final int statusPercent;
    private final SplittableRandom random;
    private Workload current;

    MixedWorkload(LockWorkload lock, StatusWorkload status, int statusPercent, long seed) {
        this.lock = lock;
        this.status = status;
        this.statusPercent = statusPercent;
        this.random = new SplittableRandom(seed);
        this.current = status;
    }

    @Override
    public ByteBuffer next(long dueNanos) {
        if (current.atRest()) {
            current = random.nextInt(HUNDRED) < statusPercent ? status : lock;
        }
        return current.next(dueNanos);
    }

    @Override
    public void answered(BenchAnswer answer, long nowNanos) {
        current.answered(answer, nowNanos);
    }

    @Override
    public boolean atRest() {
        return current.atRest();
    }
}
