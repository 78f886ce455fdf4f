package io.lockstep.client.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Requests are due at fixed times, whatever the servers do. The client that has been idle for longest sends the next
 * one. If none is idle, the request waits, and its latency counts that time: a server that stalls is charged for every
 * request that came due meanwhile.
 */
final class OpenLoop implements Pacing {

    /** Closer to the time at which a request is due the thread does not sleep, since it would oversleep. */
    static final long AWAKE_NANOS = 100_000;

    /** With less time between two requests the thread never sleeps. */
    private static final long ASLEEP_NANOS_MIN = 2 * AWAKE_NANOS;

    private final Schedule schedule;
    private final Tally tally;
    private final BenchSettings.Mode mode;
    private final ArrayDeque<BenchClient> idle = new ArrayDeque<>();
    private long next;
    private long nextDueNanos;
    private boolean stopped;
    private long unsent;

    OpenLoop(Schedule schedule, BenchSettings.Mode mode, Tally tally) {
        this.schedule = schedule;
        this.mode = mode;
        this.tally = tally;
        this.nextDueNanos = schedule.dueNanos(0);
    }

    /** Whether there is time to sleep between two requests, until a {@link Metronome} wakes the thread. */
    static boolean sleeps(Schedule schedule) {
        return schedule.intervalNanos() >= ASLEEP_NANOS_MIN;
    }

    @Override
    public void idle(BenchClient client, long nowNanos) {
        if (isDue(nowNanos)) {
            ask(client);
        } else {
            idle.add(client);
        }
    }

    @Override
    public void turn(Selector selector, Consumer<SelectionKey> ready, long millisMax) throws IOException {
        boolean asleep = sleeps(schedule) || stopped;
        if (asleep && (stopped || nextDueNanos - System.nanoTime() > AWAKE_NANOS)) {
            selector.select(ready, millisMax);
        } else {
            selector.selectNow(ready);
        }
        while (!idle.isEmpty() && isDue(System.nanoTime())) {
            BenchClient client = idle.remove();
            if (client.isOpen()) {
                ask(client);
            }
        }
    }

    private boolean isDue(long nowNanos) {
        return !stopped && nowNanos - nextDueNanos >= 0;
    }

    private void ask(BenchClient client) {
        client.ask(takeDue());
    }

    /** Returns when the next request is due, and goes on to the one after it. */
    private long takeDue() {
        long dueNanos = nextDueNanos;
        next++;
        nextDueNanos = schedule.dueNanos(next);
        return dueNanos;
    }

    @Override
    public void forget(long nowNanos) {
        while (isDue(nowNanos)) {
            takeDue();
        }
    }

    @Override
    public void stop(long nowNanos) {
        while (isDue(nowNanos)) {
            tally.unsent(mode, takeDue(), nowNanos);
            unsent++;
        }
        stopped = true;
    }

    @Override
    public long unsent() {
        return unsent;
    }
}
