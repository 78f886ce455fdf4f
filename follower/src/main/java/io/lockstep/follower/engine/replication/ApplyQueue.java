package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationEvents;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The one queue from the engine's threads to the loop, in order. When it is full, the engine's thread waits, so a slow
 * loop slows the engine down and memory stays bounded. The loop drains the queue and never waits.
 */
final class ApplyQueue {

    /** The bound of the queue. An entry is a whole batch of commands, so the queue holds many more commands. */
    static final int EVENTS_MAX = 1024;

    /** How long one {@link #drain} goes on. A single event may take longer. */
    private static final long TURN_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Runnable wakeup;
    private final Deque<EngineEvent> waiting = new ArrayDeque<>();
    private long taken;
    private boolean closed;

    /** @param wakeup makes the loop call {@link #drain} soon; called on any thread, never blocks */
    ApplyQueue(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** Adds an event and waits for room. Engine threads only. After {@link #close} the event is dropped. */
    void put(EngineEvent event) {
        add(List.of(event), true);
    }

    /** As {@link #put}, for several events, which may overfill the queue. Wakes the loop at most once. */
    void putAll(List<EngineEvent> events) {
        if (!events.isEmpty()) {
            add(events, true);
        }
    }

    /**
     * Adds an event even if the queue is full. Never blocks. Only the loop calls it, since blocking there would
     * deadlock; it adds at most one event for each call of the node, so the overshoot is bounded.
     */
    void putFromLoop(EngineEvent event) {
        add(List.of(event), false);
    }

    private void add(List<EngineEvent> events, boolean waitForPlace) {
        boolean first;
        boolean dropped;
        lock.lock();
        try {
            while (waitForPlace && waiting.size() >= EVENTS_MAX && !closed) {
                notFull.awaitUninterruptibly();
            }
            first = waiting.isEmpty();
            dropped = closed;
            if (!dropped) {
                waiting.addAll(events);
            }
        } finally {
            lock.unlock();
        }
        if (dropped) {
            events.forEach(EngineEvent::dropped);
        } else if (first) {
            wakeup.run();
        }
    }

    /**
     * Delivers queued events for a while; if some are left it wakes the loop, so that clients and peers are served in
     * between. Loop thread only.
     *
     * @return how many events it delivered
     */
    int drain(ReplicationEvents events) {
        long deadlineNanos = System.nanoTime() + TURN_NANOS_MAX;
        int count = 0;
        for (EngineEvent event = next(); event != null; event = next()) {
            event.deliver(events);
            count++;
            if (System.nanoTime() - deadlineNanos >= 0) {
                // More may wait.
                wakeup.run();
                break;
            }
        }
        return count;
    }

    private @Nullable EngineEvent next() {
        lock.lock();
        try {
            EngineEvent event = waiting.poll();
            taken += event == null ? 0 : 1;
            notFull.signal();
            return event;
        } finally {
            lock.unlock();
        }
    }

    /** How many events the loop has taken so far. */
    long taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many events were added so far. */
    long added() {
        lock.lock();
        try {
            return taken + waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Drops every event from now on, queued ones included, and releases the threads that wait. The loop may run
     * meanwhile: each event is either delivered or dropped. Any thread.
     */
    void close() {
        List<EngineEvent> left;
        lock.lock();
        try {
            closed = true;
            left = List.copyOf(waiting);
            waiting.clear();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(EngineEvent::dropped);
    }
}
