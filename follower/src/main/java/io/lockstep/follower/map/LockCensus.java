package io.lockstep.follower.map;

import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockStatus;
import io.lockstep.common.command.WaiterStatus;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.metrics.LockFigures;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at every held lock, some in each tick, as there may be a million of them. It looks only while somebody wants to
 * know: a minute after the last wish it stops. The loop calls {@link #tick}; any thread calls the rest.
 */
public final class LockCensus implements LockFigures {

    /** About a quarter of a millisecond of work. */
    static final int LOCKS_PER_TICK = 1_000;

    /** A minute of ticks. */
    static final int TICKS_WANTED = 1_200;

    private final ReplicatedMap map;
    private final AtomicInteger ticksLeft = new AtomicInteger();
    private volatile Findings latest = Findings.NONE;
    private String after = "";
    private long exclusive;
    private long shared;
    private long semaphores;
    private long waiting;
    private long oldestWaitMillis = Long.MAX_VALUE;
    private long oldestGrantMillis = Long.MAX_VALUE;

    /** Looks at nothing yet. */
    public LockCensus(ReplicatedMap map) {
        this.map = map;
    }

    @Override
    public void want() {
        ticksLeft.set(TICKS_WANTED);
    }

    @Override
    public Findings latest() {
        return latest;
    }

    /** Looks at some more locks, if anybody wants to know. */
    public void tick() {
        if (ticksLeft.get() == 0) {
            return;
        }
        LockStateMachine machine = map.machine();
        List<LockStatus> page = machine.held("", after, LOCKS_PER_TICK);
        page.forEach(lock -> look(machine, lock));
        if (page.size() == LOCKS_PER_TICK) {
            after = page.get(page.size() - 1).name().text();
        } else {
            end();
        }
        ticksLeft.decrementAndGet();
    }

    private void look(LockStateMachine machine, LockStatus lock) {
        HolderStatus oldest = lock.oldest();
        if (oldest != null) {
            oldestGrantMillis = Math.min(oldestGrantMillis, oldest.sinceClusterMillis());
            if (oldest.mode().isSemaphore()) {
                semaphores++;
            } else if (oldest.mode().equals(LockMode.SHARED)) {
                shared++;
            } else {
                exclusive++;
            }
        }
        if (lock.waiting() > 0) {
            waiting += lock.waiting();
            for (WaiterStatus first : machine.waiters(lock.name(), 1)) {
                oldestWaitMillis = Math.min(oldestWaitMillis, first.sinceClusterMillis());
            }
        }
    }

    private void end() {
        latest = new Findings(
                new Held(exclusive, shared, semaphores),
                waiting,
                secondsSince(oldestWaitMillis),
                secondsSince(oldestGrantMillis));
        after = "";
        exclusive = 0;
        shared = 0;
        semaphores = 0;
        waiting = 0;
        oldestWaitMillis = Long.MAX_VALUE;
        oldestGrantMillis = Long.MAX_VALUE;
    }

    private double secondsSince(long clusterMillis) {
        return clusterMillis == Long.MAX_VALUE ? 0 : Math.max(0, map.clusterMillisAbout() - clusterMillis) / 1e3;
    }
}
