package io.lockstep.follower.peer.socket;

import static io.lockstep.interleavings.Interleaving.join;
import static io.lockstep.interleavings.Interleaving.require;

import io.lockstep.follower.peer.socket.OutgoingQueue.Added;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.Lincheck;
import org.junit.jupiter.api.Test;

class OutgoingQueueInterleavingsTest {

    private static final int INVOCATIONS = 100;
    private static final int FRAME_BYTES = 10;

    @Test
    public void aClosedQueueHoldsNoFrame() {
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

    /** Both senders write what they can, as a link does; what one finds taken by the other is written after it. */
    @Test
    public void everyFrameThatWasTakenInIsWrittenOnce() {
        Lincheck.runConcurrentTest(INVOCATIONS, () -> {
            OutgoingQueue queue = new OutgoingQueue(2 * FRAME_BYTES);
            AtomicInteger written = new AtomicInteger();
            AtomicInteger writing = new AtomicInteger();
            Runnable sending = () -> {
                require(queue.add(new byte[FRAME_BYTES]) == Added.YES, "a frame that fits was refused");
                write(queue, writing, written);
            };
            Thread one = new Thread(sending);
            Thread other = new Thread(sending);
            one.start();
            other.start();
            join(one);
            join(other);
            write(queue, writing, written);
            require(written.get() == 2 * FRAME_BYTES, "written bytes: " + written);
            require(queue.take() == null, "a frame is left");
        });
    }

    private static void write(OutgoingQueue queue, AtomicInteger writing, AtomicInteger written) {
        OutgoingBatch batch = queue.take();
        if (batch == null) {
            return;
        }
        require(writing.incrementAndGet() == 1, "two threads write");
        written.addAndGet(batch.length());
        batch.written(batch.length());
        writing.decrementAndGet();
        queue.end();
    }
}
