package io.lockstep.follower.peer.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.peer.socket.OutgoingQueue.Added;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bounded in bytes, first in, first out, one writer at a time, and many small frames make one write. */
@Timeout(60)
class OutgoingQueueTest {

    private static final int NEVER = 600_000;

    private final OutgoingQueue queue = new OutgoingQueue(1 << 20);

    /** Takes what is there, as a thread that writes all of it. */
    private byte[] written() {
        OutgoingBatch batch = queue.take();
        assertThat(batch).isNotNull();
        byte[] bytes = Arrays.copyOfRange(batch.bytes(), batch.start(), batch.start() + batch.length());
        batch.written(batch.length());
        queue.end();
        return bytes;
    }

    @Test
    public void isFullAtItsBoundAndHasRoomAgainOnceTaken() {
        assertThat(queue.add(new byte[(1 << 20) - 1])).isEqualTo(Added.YES);
        assertThat(queue.add(new byte[2])).isEqualTo(Added.FULL);
        assertThat(queue.add(new byte[1])).isEqualTo(Added.YES);
        assertThat(queue.bytes()).isEqualTo(1 << 20);
        assertThat(queue.add(new byte[1])).isEqualTo(Added.FULL);
        assertThat(written()).hasSize((1 << 20) - 1);
        assertThat(queue.bytes()).isEqualTo(1);
        assertThat(queue.add(new byte[1])).isEqualTo(Added.YES);
    }

    @Test
    public void framesThatWaitMakeOneWriteInOrder() {
        for (byte each = 0; each < 10; each++) {
            queue.add(new byte[] {each, each});
        }
        assertThat(written()).containsExactly(0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9);
        assertThat(queue.take()).isNull();
    }

    @Test
    public void oneWriteIsNoLongerThanABatchUnlessOneFrameIs() {
        queue.add(new byte[OutgoingBatch.BYTES - 1]);
        queue.add(new byte[2]);
        queue.add(new byte[3 * OutgoingBatch.BYTES]);
        for (int expected : new int[] {OutgoingBatch.BYTES - 1, 2, 3 * OutgoingBatch.BYTES}) {
            assertThat(written()).hasSize(expected);
        }
    }

    @Test
    public void onlyOneThreadWrites() {
        queue.add(new byte[1]);
        OutgoingBatch taken = queue.take();
        queue.add(new byte[2]);
        assertThat(queue.take()).isNull();
        taken.written(taken.length());
        queue.end();
        assertThat(written()).hasSize(2);
    }

    /** A batch that was not written, or in part, comes first. */
    @Test
    public void whatAWriterLeavesOverComesFirst() {
        queue.add(new byte[] {1});
        queue.take();
        queue.add(new byte[] {2});
        CompletableFuture<OutgoingBatch> left = new CompletableFuture<>();
        awaitWaiting(takingThread(left));
        queue.end();
        assertThat(left.join().isEmpty()).isFalse();
        queue.end();
        assertThat(written()).containsExactly(1, 2);
    }

    @Test
    public void theWritingThreadWaitsUntilNothingWasWrittenForAWhile() throws Exception {
        long begunNanos = System.nanoTime();
        OutgoingBatch batch = queue.await(30);
        assertThat(batch).isNotNull();
        assertThat(batch.isEmpty()).isTrue();
        assertThat(System.nanoTime() - begunNanos).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(20));
        queue.end();
    }

    @Test
    public void closeWakesTheWriterAndDropsQueuedFrames() throws Exception {
        CompletableFuture<OutgoingBatch> taken = new CompletableFuture<>();
        awaitWaiting(takingThread(taken));
        queue.close();
        assertThat(taken.join()).isNull();
        assertThat(queue.add(new byte[1])).isEqualTo(Added.CLOSED);

        OutgoingQueue another = new OutgoingQueue(10);
        another.add(new byte[1]);
        another.close();
        assertThat(another.await(NEVER)).isNull();
        assertThat(another.take()).isNull();
        assertThat(another.bytes()).isZero();
    }

    private Thread takingThread(CompletableFuture<OutgoingBatch> taken) {
        Thread writer = new Thread(() -> {
            try {
                taken.complete(queue.await(NEVER));
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
