package io.lockstep.common.lock;

import static io.lockstep.common.lock.Cluster.LOCK_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.lockstep.common.command.CommandResult;
import io.lockstep.common.command.CommandResult.Granted;
import io.lockstep.common.command.CommandResult.Queued;
import io.lockstep.common.command.LockEvent;
import io.lockstep.common.command.LockMode;
import io.lockstep.common.command.LockName;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ten thousand waiters for one lock: one grant for each release, and no more work than with a short queue. */
class LongQueueTest {

    private static final long WAIT_MILLIS = 60_000;
    private static final int WAITING = 10_000;

    /** Returns the clients of a queue of this length, with the holder first. */
    private static Deque<Cluster.Client> queue(Cluster cluster, int waiting) {
        Deque<Cluster.Client> queue = new ArrayDeque<>();
        for (int i = 0; i <= waiting; i++) {
            Cluster.Client client = cluster.open(1 + i % 3);
            CommandResult expected = i == 0 ? new Granted(1) : new Queued(i);
            assertThat(client.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(expected);
            queue.add(client);
        }
        return queue;
    }

    @Test
    void eachReleaseCausesOneGrantAndNoOtherEvent() {
        Cluster cluster = new Cluster();
        Deque<Cluster.Client> queue = queue(cluster, WAITING);
        for (int token = 2; token <= WAITING + 1; token++) {
            Cluster.Client holder = queue.remove();
            Cluster.Client next = queue.element();
            holder.release(LOCK_1);
            assertThat(cluster.events)
                    .isEqualTo(List.of(
                            new LockEvent.Released(
                                    LOCK_1, holder.session, holder.clientId, token - 1, LockEvent.Ending.RELEASE, 0),
                            new LockEvent.Granted(LOCK_1, next.session, next.clientId, token, LockMode.EXCLUSIVE),
                            new LockEvent.Answered(LOCK_1, next.session, next.clientId, 1, new Granted(token))));
            assertThat(cluster.machine.status(LOCK_1).waiting()).isEqualTo(queue.size() - 1);
        }
        queue.remove().release(LOCK_1);
        assertThat(cluster.machine.lockCount()).isZero();
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }

    /** Allocation measures the work. Unlike time, it does not depend on the load of the machine. */
    @Test
    void aGrantCostsTheSameInALongQueue() {
        handOverBytes(WAITING);
        long inShortQueue = handOverBytes(WAITING / 10);
        long inLongQueue = handOverBytes(WAITING);
        assertThat(inLongQueue).isLessThan(inShortQueue * 3 / 2);
    }

    /** After a fail-over all of them ask again. */
    @Test
    void toAskAgainForAPositionTakesAFewSteps() {
        Cluster cluster = new Cluster();
        int position = 0;
        for (Cluster.Client client : queue(cluster, WAITING)) {
            if (position > 0) {
                long before = cluster.machine.queueSteps();
                assertThat(cluster.machine.waiting(client.request(1))).contains(new Queued(position));
                assertThat(cluster.machine.queueSteps() - before).isLessThan(20);
            }
            position++;
        }
    }

    /** It might close a cycle, but nobody waits for it. */
    @Test
    void toJoinALongQueueWithAnotherLockInHandTakesNoWalkThroughIt() {
        Cluster cluster = new Cluster(2);
        queue(cluster, WAITING);
        long before = cluster.machine.queueSteps();
        for (int i = 1; i <= 100; i++) {
            Cluster.Client client = cluster.open(1);
            client.lock(new LockName("in hand " + i));
            assertThat(client.lock(WAIT_MILLIS, LOCK_1)).isEqualTo(new Queued(WAITING + i));
        }
        assertThat(cluster.machine.queueSteps() - before).isLessThan(WAITING);
    }

    private static long handOverBytes(int waiting) {
        Cluster cluster = new Cluster();
        Deque<Cluster.Client> queue = queue(cluster, waiting);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < WAITING / 20; i++) {
            queue.remove().release(LOCK_1);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    @Test
    void leavingTheQueueDoesNotAffectOtherWaiters() {
        Cluster cluster = new Cluster();
        Deque<Cluster.Client> queue = queue(cluster, WAITING);
        for (int i = 0; i < WAITING / 2; i++) {
            Cluster.Client last = queue.removeLast();
            last.cancel();
            assertThat(cluster.events)
                    .isEqualTo(List.of(
                            new LockEvent.Unqueued(LOCK_1, last.session, last.clientId, LockEvent.Leaving.CANCELLED),
                            new LockEvent.Answered(LOCK_1, last.session, last.clientId, 1, Cluster.CANCELLED)));
        }
        assertThat(cluster.machine.status(LOCK_1).waiting()).isEqualTo(WAITING / 2);
    }

    @Test
    void anEntryEndsAtMostAThousandWaits() {
        Cluster cluster = new Cluster();
        queue(cluster, 1_500);
        cluster.pass(WAIT_MILLIS);
        assertThat(cluster.answered()).hasSize(1_000);
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(cluster.clusterMillis);
        cluster.pass(0);
        assertThat(cluster.answered()).hasSize(500);
        assertThat(cluster.machine.nextDueClusterMillis()).isEqualTo(Long.MAX_VALUE);
    }
}
