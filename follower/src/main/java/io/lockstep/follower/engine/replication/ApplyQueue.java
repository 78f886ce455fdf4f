package io.lockstep.follower.engine.replication;

import io.lockstep.follower.replication.ReplicationEvents;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The one queue from the engine's threads to the loop, in order. When it is full, the engine's thread waits, so a slow
 * loop slows the engine down and memory stays bounded. The loop drains the queue and never waits.
 */
final class ApplyQueue {

    /** The bound of the queue. An entry is a whole batch of commands, so the queue holds many more commands. */
    static final int EVENTS_MAX = 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition notFull = lock.newCondition();
    private final Runnable wakeup;
    private Deque<EngineEvent> waiting = new ArrayDeque<>();
    private Deque<EngineEvent> drained = new ArrayDeque<>();
    private boolean closed;

    /** @param wakeup makes the loop call {@link #drain} soon; called on any thread, never blocks */
    ApplyQueue(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** Adds an event and waits for room. Engine threads only. After {@link #close} the event is dropped. */
    void put(EngineEvent event) {
        add(event, true);
    }

    /**
     * Adds an event even if the queue is full. Never blocks. Only the loop calls it, since blocking there would
     * deadlock; it adds at most one event for each call of the node, so the overshoot is bounded.
     */
    void putFromLoop(EngineEvent event) {
        add(event, false);
    }

    private void add(EngineEvent event, boolean waitForPlace) {
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
                waiting.add(event);
            }
        } finally {
            lock.unlock();
        }
        if (dropped) {
            event.dropped();
        } else if (first) {
            wakeup.run();
        }
    }

    /**
     * Delivers the queued events. Loop thread only.
     *
     * @return how many events it delivered
     */
    int drain(ReplicationEvents events) {
        Deque<EngineEvent> taken;
        lock.lock();
        try {
            taken = waiting;
            waiting = drained;
            drained = taken;
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        int count = taken.size();
        for (EngineEvent event = taken.poll(); event != null; event = taken.poll()) {
            event.deliver(events);
        }
        return count;
    }

    /** Drops every event from now on, queued ones included, and releases the threads that wait. */
    void close() {
        Deque<EngineEvent> left;
        lock.lock();
        try {
            closed = true;
            left = waiting;
            waiting = new ArrayDeque<>();
            notFull.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(EngineEvent::dropped);
    }
}
