package io.lockstep.follower.engine.replication;

import static io.lockstep.interleavings.Interleaving.join;
import static io.lockstep.interleavings.Interleaving.require;

import io.lockstep.common.entry.ByteSource;
import io.lockstep.follower.replication.ReplicationEvents;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

class ApplyQueueInterleavingsTest {

    private static final int INVOCATIONS = 100;

    /** The loop that drains the queue sleeps until it is woken: an event without a wake-up would wait for ever. */
    @Test
    void noEventIsLeftWithoutAWakeUp() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            AtomicInteger wakeUps = new AtomicInteger();
            ApplyQueue queue = new ApplyQueue(wakeUps::incrementAndGet);
            Told told = new Told();
            Thread engine = new Thread(() -> {
                queue.put(told.event());
                queue.put(told.event());
            });
            engine.start();
            int before = wakeUps.get();
            queue.drain(NoEvents.NONE);
            join(engine);
            boolean wokenSince = wakeUps.get() > before;
            require(wokenSince || told.delivered == 2, "an event is left, and the loop is not woken");
            queue.drain(NoEvents.NONE);
            require(told.delivered == 2, "events were delivered: " + told.delivered);
        });
    }

    @Test
    void everyEventIsDeliveredOrDroppedOnce() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            ApplyQueue queue = new ApplyQueue(() -> {});
            Told told = new Told();
            AtomicInteger dropped = told.dropped;
            Thread engine = new Thread(() -> queue.put(told.event()));
            Thread stopping = new Thread(queue::close);
            engine.start();
            stopping.start();
            queue.drain(NoEvents.NONE);
            join(engine);
            join(stopping);
            queue.drain(NoEvents.NONE);
            require(told.delivered + dropped.get() == 1, told.delivered + " delivered, " + dropped + " dropped");
        });
    }

    private static final class Told {
        private final AtomicInteger dropped = new AtomicInteger();

        /** Events are delivered by one thread. */
        private int delivered;

        EngineEvent event() {
            return new EngineEvent() {
                @Override
                public void deliver(ReplicationEvents events) {
                    delivered++;
                }

                @Override
                public void dropped() {
                    dropped.incrementAndGet();
                }
            };
        }
    }

    /** Takes no events: those of these tests count themselves. */
    private enum NoEvents implements ReplicationEvents {
        NONE;

        @Override
        public void applied(long index, byte[] entry) {}

        @Override
        public void leading(long term) {}

        @Override
        public void following(int leader, long term) {}

        @Override
        public void leaderless(long term) {}

        @Override
        public ByteSource snapshotWanted() {
            throw new AssertionError("not in these tests");
        }

        @Override
        public Runnable readSnapshot(long index, ByteSource snapshot) {
            throw new AssertionError("not in these tests");
        }
    }
}
