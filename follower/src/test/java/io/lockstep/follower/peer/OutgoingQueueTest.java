package io.lockstep.follower.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.peer.OutgoingQueue.Added;
import io.lockstep.follower.peer.OutgoingQueue.Batch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounded in bytes, first in, first out, and many small frames make one write. */
@Timeout(60)
class OutgoingQueueTest {

    private static final int NEVER = 600_000;
    private static final int BATCH_BYTES = 128 << 10;

    private final OutgoingQueue queue = new OutgoingQueue(1 << 20);
    private final Batch batch = new Batch();

    private byte[] written() throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        batch.writeTo(output);
        return output.toByteArray();
    }

    @Test
    void isFullAtItsBoundAndHasRoomAgainOnceTaken() throws InterruptedException {
        assertThat(queue.add(new byte[(1 << 20) - 1])).isEqualTo(Added.YES);
        assertThat(queue.add(new byte[2])).isEqualTo(Added.FULL);
        assertThat(queue.add(new byte[1])).isEqualTo(Added.YES);
        assertThat(queue.bytes()).isEqualTo(1 << 20);
        assertThat(queue.add(new byte[1])).isEqualTo(Added.FULL);
        assertThat(queue.take(batch, 0)).isEqualTo((1 << 20) - 1);
        assertThat(queue.bytes()).isEqualTo(1);
        assertThat(queue.add(new byte[1])).isEqualTo(Added.YES);
    }

    @Test
    void framesThatWaitMakeOneWriteInOrder() throws Exception {
        for (byte each = 0; each < 10; each++) {
            queue.add(new byte[] {each, each});
        }
        assertThat(queue.take(batch, NEVER)).isEqualTo(20);
        assertThat(written()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9);
        assertThat(written()).isEmpty();
    }

    @Test
    void oneWriteIsNoLongerThanABatchUnlessOneFrameIs() throws Exception {
        queue.add(new byte[BATCH_BYTES - 1]);
        queue.add(new byte[2]);
        queue.add(new byte[3 * BATCH_BYTES]);
        for (int expected : new int[] {BATCH_BYTES - 1, 2, 3 * BATCH_BYTES}) {
            assertThat(queue.take(batch, NEVER)).isEqualTo(expected);
            assertThat(written()).hasSize(expected);
        }
    }

    @Test
    void takeWaitsForAFrameWithinItsLimit() throws Exception {
        assertThat(queue.take(batch, 10)).isZero();
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        Thread writer = takingThread(taken);
        awaitWaiting(writer);
        queue.add(new byte[3]);
        assertThat(taken.join()).isEqualTo(3);
    }

    @Test
    void closeWakesTheWriterAndDropsQueuedFrames() throws Exception {
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        Thread writer = takingThread(taken);
        awaitWaiting(writer);
        queue.close();
        assertThat(taken.join()).isEqualTo(-1);
        assertThat(queue.add(new byte[1])).isEqualTo(Added.CLOSED);

        OutgoingQueue another = new OutgoingQueue(10);
        another.add(new byte[5]);
        another.close();
        assertThat(another.take(batch, NEVER)).isEqualTo(-1);
        assertThat(another.bytes()).isZero();
    }

    private Thread takingThread(CompletableFuture<Integer> taken) {
        Thread writer = new Thread(() -> {
            try {
                taken.complete(queue.take(batch, NEVER));
            } catch (InterruptedException e) {
                taken.completeExceptionally(e);
            }
        });
        writer.start();
        return writer;
    }

    private static void awaitWaiting(Thread thread) {
        while (thread.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
    }
}
