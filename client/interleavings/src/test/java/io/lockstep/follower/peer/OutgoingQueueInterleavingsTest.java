package io.lockstep.follower.peer;

import static io.lockstep.interleavings.Interleaving.join;
import static io.lockstep.interleavings.Interleaving.require;

import io.lockstep.follower.peer.OutgoingQueue.Added;
import io.lockstep.follower.peer.OutgoingQueue.Batch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

class OutgoingQueueInterleavingsTest {

    private static final int INVOCATIONS = 100;
    private static final int FRAME_BYTES = 10;

    @Test
    void aClosedQueueHoldsNoFrame() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            OutgoingQueue queue = new OutgoingQueue(2 * FRAME_BYTES);
            Thread sender = new Thread(() -> queue.add(new byte[FRAME_BYTES]));
            sender.start();
            queue.close();
            join(sender);
            require(queue.bytes() == 0, "bytes are left: " + queue.bytes());
            require(queue.add(new byte[FRAME_BYTES]) == Added.CLOSED, "a closed queue took a frame");
        });
    }

    @Test
    void everyFrameThatWasTakenInIsTakenOutOnce() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            OutgoingQueue queue = new OutgoingQueue(2 * FRAME_BYTES);
            AtomicInteger added = new AtomicInteger();
            Runnable adding = () -> {
                if (queue.add(new byte[FRAME_BYTES]) == Added.YES) {
                    added.addAndGet(FRAME_BYTES);
                }
            };
            Thread one = new Thread(adding);
            Thread other = new Thread(adding);
            one.start();
            other.start();
            int taken = take(queue);
            join(one);
            join(other);
            taken += take(queue);
            require(taken == added.get(), "taken in " + added + " bytes, taken out " + taken);
            require(taken == 2 * FRAME_BYTES, "a frame that fits was refused");
        });
    }

    private static int take(OutgoingQueue queue) {
        try {
            return queue.take(new Batch(), 0);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
