package io.lockstep.follower.engine.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.replication.ReplicationEvents;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ApplyQueueTest {

    private static final int EVENTS = 50;

    private final AtomicInteger wakeups = new AtomicInteger();
    private final ApplyQueue queue = new ApplyQueue(wakeups::incrementAndGet);
    private final List<Integer> delivered = new ArrayList<>();
    private final List<Integer> dropped = new ArrayList<>();
    private final ReplicationEvents nobody = (ReplicationEvents) Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {ReplicationEvents.class}, (proxy, method, values) -> null);

    /** An event that takes as long as an entry did in a cold process. */
    private final class SlowEvent implements EngineEvent {
        private final int number;

        SlowEvent(int number) {
            this.number = number;
        }

        @Override
        public void deliver(ReplicationEvents events) {
            long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
            while (System.nanoTime() - endNanos < 0) {
                Thread.onSpinWait();
            }
            delivered.add(number);
        }

        @Override
        public void dropped() {
            dropped.add(number);
        }
    }

    private void putEvents() {
        for (int i = 0; i < EVENTS; i++) {
            queue.put(new SlowEvent(i));
        }
    }

    @Test
    void aTurnEndsBeforeTheQueueIsEmptyAndTheLoopIsWokenForTheNext() {
        putEvents();
        assertThat(wakeups).hasValue(1);
        assertThat(queue.drain(nobody)).isPositive().isLessThan(EVENTS / 2);
        assertThat(wakeups).hasValue(2);
    }

    @Test
    void nothingIsLostOrChangesItsPlace() {
        putEvents();
        queue.drain(nobody);
        queue.putFromLoop(new SlowEvent(EVENTS));
        int turns = 1;
        while (queue.drain(nobody) > 0) {
            turns++;
        }
        assertThat(turns).isGreaterThan(2);
        assertThat(delivered).isEqualTo(IntStream.rangeClosed(0, EVENTS).boxed().toList());
        assertThat(wakeups.get()).as("no wake-up without work").isLessThanOrEqualTo(turns + 1);
    }

    @Test
    void whatWasTakenAndNotDeliveredIsDroppedAtTheEnd() {
        putEvents();
        int count = queue.drain(nobody);
        queue.close();
        assertThat(dropped).isEqualTo(IntStream.range(count, EVENTS).boxed().toList());
    }
}
