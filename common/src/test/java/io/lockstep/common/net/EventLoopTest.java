package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The loop itself: accepting, timing, tasks of other threads, and its end. */
@Timeout(60)
class EventLoopTest extends LoopScenario {

    @Test
    void aConnectionTooManyIsRefused() throws Exception {
        for (int i = 0; i < CONNECTIONS_MAX; i++) {
            new Client();
        }
        Client refused = new Client("* BYE reason=connections");
        assertThat(refused.read()).isNull();

        sockets.get(0).close();
        assertThat(owner.events.take()).isEqualTo("closed");
        Client next = new Client();
        next.send("a\n");
        assertThat(next.read()).isEqualTo("= a");
    }

    @Test
    void aPortInUseIsNamed() {
        assertThatThrownBy(() -> loop.listen(address))
                .isInstanceOf(CannotListenException.class)
                .hasMessage("cannot listen on 127.0.0.1:" + address.getPort() + ": the port is in use");
        assertThatThrownBy(() -> loop.listen(InetSocketAddress.createUnresolved("no.such.host", 1)))
                .isInstanceOf(CannotListenException.class)
                .hasMessageContaining("no.such.host:1");
    }

    @Test
    void tickIsCalledByItsDeadline() throws Exception {
        owner.tickNanos = 5_000_000;
        loop.execute(() -> {});
        long before = owner.ticks.get();
        CountDownLatch second = new CountDownLatch(1);
        Thread waiter = new Thread(() -> {
            while (owner.ticks.get() < before + 40) {
                Thread.onSpinWait();
            }
            second.countDown();
        });
        waiter.start();

        // Forty ticks of an idle loop would take ten seconds.
        assertThat(second.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aStallIsReportedAndIdlenessIsNot() throws Exception {
        Client client = new Client();
        assertThat(owner.events.poll(700, TimeUnit.MILLISECONDS)).isNull();
        CountDownLatch stall = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                assertThat(stall.await(600, TimeUnit.MILLISECONDS)).isFalse();
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        });
        client.send("a\n");

        assertThat(client.read()).isEqualTo("= a");
        assertThat(owner.events.take()).isEqualTo("stalled");
        assertThat(owner.stalledNanos.get()).isGreaterThan(EventLoop.STALL_NANOS);
    }

    @Test
    void manyTasksTakeSeveralTurns() throws Exception {
        int count = 40;
        List<Long> turns = new ArrayList<>();
        CountDownLatch added = new CountDownLatch(1);
        loop.execute(() -> {
            try {
                added.await();
            } catch (InterruptedException never) {
                throw new IllegalStateException(never);
            }
        });
        for (int i = 0; i < count; i++) {
            loop.execute(() -> {
                long endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
                while (System.nanoTime() - endNanos < 0) {
                    Thread.onSpinWait();
                }
                turns.add(owner.ticks.get());
            });
        }
        added.countDown();
        runInLoop(() -> 0);

        assertThat(turns).hasSize(count).isSorted();
        assertThat(turns.stream().distinct()).hasSizeGreaterThan(5);
    }

    @Test
    void tasksOfOneThreadRunInOrder() throws Exception {
        int threads = 4;
        int each = 50_000;
        List<List<Integer>> ran = new ArrayList<>();
        List<Thread> adders = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            List<Integer> mine = new ArrayList<>();
            ran.add(mine);
            adders.add(new Thread(() -> {
                for (int i = 0; i < each; i++) {
                    int number = i;
                    loop.execute(() -> mine.add(number));
                }
            }));
        }
        adders.forEach(Thread::start);
        for (Thread adder : adders) {
            adder.join();
        }
        runInLoop(() -> 0);

        for (List<Integer> mine : ran) {
            assertThat(mine).hasSize(each).isSorted();
        }
    }

    @Test
    void aBugInAHandlerEndsTheLoop() throws Exception {
        Client client = new Client();
        client.send("!bug\n");
        thread.join();

        assertThat(failure.get()).isInstanceOf(IllegalStateException.class).hasMessage("planted");
        assertThat(client.readOrReset()).isNull();
        assertThatThrownBy(() -> loop.execute(() -> {})).isInstanceOf(RejectedExecutionException.class);
        try (ServerSocket again = new ServerSocket(address.getPort(), 1, address.getAddress())) {
            assertThat(again.isBound()).isTrue();
        }
    }

    @Test
    void stopSendsWhatIsQueuedAndEnds() throws Exception {
        Client client = new Client();
        loop.execute(() -> owner.open.get(0).send("* BYE"));
        loop.stop();

        assertThat(client.read()).isEqualTo("* BYE");
        assertThat(client.read()).isNull();
        client.socket.close();
        thread.join();
        assertThat(failure.get()).isNull();
        assertThat(owner.events.take()).isEqualTo("closed");
    }
}
