package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {

    private static final int CONNECTIONS_MAX = 300;

    private final RecordingOwner owner = new RecordingOwner();
    private final EventLoop loop =
            new EventLoop(owner, new LoopSettings(4096, CONNECTIONS_MAX, "* BYE reason=connections", 1 << 20));
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Thread thread = new Thread(loop, "loop");
    private final List<Socket> sockets = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void start() throws IOException {
        address = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread.setUncaughtExceptionHandler((in, thrown) -> failure.set(thrown));
        thread.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        if (thread.isAlive()) {
            loop.stop();
        }
        thread.join();
    }

    @Test
    void requestsSentAtOnceAreAnsweredInOrder() throws Exception {
        Client client = new Client();
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            requests.append("request ").append(i).append(i % 2 == 0 ? "\n" : "\r\n");
        }
        CompletableFuture<Void> sent = client.sendFromAnotherThread(requests.toString());

        for (int i = 0; i < 20_000; i++) {
            assertThat(client.read()).isEqualTo("= request " + i);
        }
        sent.get();
    }

    @Test
    void clientThatReadsLateGetsEveryAnswerAndIsNotCut() throws Exception {
        Client client = new Client();
        String request = "x".repeat(4000) + "\n";
        CompletableFuture<Void> sent = client.sendFromAnotherThread(request.repeat(5_000));

        // Twenty megabytes do not fit into the sockets: the sender stands still until the answers are read.
        assertThat(runInLoop(() -> owner.open.get(0).isOpen())).isTrue();
        for (int i = 0; i < 5_000; i++) {
            assertThat(client.read()).hasSize(4002);
        }
        sent.get();
    }

    @Test
    void clientThatLetsMoreGatherThanTheBoundIsCut() throws Exception {
        Client client = new Client();
        Client other = new Client();
        client.send("!flood\n");

        assertThat(owner.events.take()).isEqualTo("flooded");
        assertThat(owner.events.take()).isEqualTo("closed");
        other.send("still here\n");
        assertThat(other.read()).isEqualTo("= still here");
    }

    @Test
    void endlessLineIsAnsweredAndThenTheConnectionCloses() throws Exception {
        Client client = new Client();
        client.send("first\n" + "x".repeat(200_000));

        assertThat(client.read()).isEqualTo("= first");
        assertThat(client.read()).isEqualTo("ERR LINE_TOO_LONG");
        assertThat(client.read()).isNull();
        client.socket.close();
        assertThat(owner.events.take()).isEqualTo("closed");
    }

    @Test
    void badUtf8AndNulAreAnsweredAndThenTheConnectionCloses() throws Exception {
        for (byte bad : new byte[] {0, (byte) 0xFF}) {
            Client client = new Client();
            client.send(new byte[] {'a', '\n', 'b', bad, '\n', 'c', '\n'});

            assertThat(client.read()).isEqualTo("= a");
            assertThat(client.read()).isEqualTo("ERR BAD_ENCODING");
            assertThat(client.read()).isNull();
        }
    }

    @Test
    void whatWasQueuedBeforeACloseArrivesAndNothingAfter() throws Exception {
        Client client = new Client();
        client.send("one\n!close\ntwo\n");

        assertThat(client.read()).isEqualTo("= one");
        assertThat(client.read()).isEqualTo("= closing");
        assertThat(client.read()).isNull();
    }

    @Test
    void closedConnectionIsGoneAlsoWhenTheClientNeitherReadsNorCloses() throws Exception {
        Client client = new Client();
        client.send("!close\n");

        assertThat(owner.events.poll(10, TimeUnit.SECONDS)).isEqualTo("closed");
    }

    @Test
    void clientThatHasSentItsLastStillGetsItsAnswers() throws Exception {
        Client client = new Client();
        client.send("one\ntwo\nhalf a li");
        client.socket.shutdownOutput();

        assertThat(client.read()).isEqualTo("= one");
        assertThat(client.read()).isEqualTo("= two");
        assertThat(client.read()).isEqualTo("= ended");
        assertThat(client.read()).isNull();
        assertThat(owner.events.take()).isEqualTo("closed");
    }

    @Test
    void resetClientIsToldToTheOwnerOnce() throws Exception {
        Client client = new Client();
        client.socket.setSoLinger(true, 0);
        client.socket.close();

        assertThat(owner.events.take()).isEqualTo("closed");
        assertThat(runInLoop(loop::connections)).isZero();
        assertThat(owner.events).isEmpty();
    }

    @Test
    void pausedConnectionDeliversNothingUntilItIsResumed() throws Exception {
        Client client = new Client();
        client.send("one\n!pause\ntwo\nthree\n");
        assertThat(client.read()).isEqualTo("= one");
        assertThat(owner.events.take()).isEqualTo("paused");
        client.send("four\n");
        Client other = new Client();
        other.send("ping\n");
        assertThat(other.read()).isEqualTo("= ping");
        assertThat(client.input.ready()).isFalse();

        loop.execute(() -> owner.open.get(0).resumeReading());

        assertThat(client.read()).isEqualTo("= two");
        assertThat(client.read()).isEqualTo("= three");
        assertThat(client.read()).isEqualTo("= four");
    }

    @Test
    void answersOfOneTurnArriveInOneRead() throws Exception {
        Client client = new Client();
        loop.execute(() -> {
            for (int i = 0; i < 100; i++) {
                owner.open.get(0).send("* PUSH " + i);
            }
        });
        byte[] buffer = new byte[64 * 1024];
        int count = client.raw.read(buffer);

        String text = new String(buffer, 0, count, StandardCharsets.UTF_8);
        assertThat(text).startsWith("* PUSH 0\r\n").endsWith("* PUSH 99\r\n");
    }

    @Test
    void connectionTooManyIsToldWhyAndThereIsRoomAgainLater() throws Exception {
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
    void portInUseIsATypedErrorThatNamesIt() {
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
    void stallOfTheLoopIsToldTheOwnerAndAnIdleTimeIsNot() throws Exception {
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
    void tasksOfOtherThreadsRunInTheirOrderAndNoneIsLost() throws Exception {
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
    void bugInAHandlerEndsTheLoopAndClosesEverySocket() throws Exception {
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

    @Test
    void connectionIsForTheLoopsThreadOnly() throws Exception {
        new Client();
        Connection connection = runInLoop(() -> owner.open.get(0));

        assertThatThrownBy(() -> connection.send("x")).isInstanceOf(IllegalStateException.class);
    }

    private <T> T runInLoop(java.util.function.Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        return answer.get();
    }

    private final class Client {
        private final Socket socket = new Socket();
        private final InputStream raw;
        private final BufferedReader input;
        private final OutputStream output;

        private Client() throws IOException {
            this("* HI");
        }

        /** Connects, and reads the greeting byte by byte, so that the rest can be read in whatever way. */
        private Client(String greeting) throws IOException {
            socket.connect(address);
            sockets.add(socket);
            raw = socket.getInputStream();
            output = socket.getOutputStream();
            StringBuilder line = new StringBuilder();
            for (int b = raw.read(); b != '\n'; b = raw.read()) {
                line.append((char) b);
            }
            assertThat(line.toString()).startsWith(greeting);
            input = new BufferedReader(new InputStreamReader(raw, StandardCharsets.UTF_8));
        }

        private void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        private void send(byte[] bytes) throws IOException {
            output.write(bytes);
        }

        private CompletableFuture<Void> sendFromAnotherThread(String text) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Thread sender = new Thread(() -> {
                try {
                    send(text);
                    done.complete(null);
                } catch (IOException broken) {
                    done.completeExceptionally(broken);
                }
            });
            sender.start();
            return done;
        }

        private String read() throws IOException {
            return input.readLine();
        }

        private String readOrReset() throws IOException {
            try {
                return read();
            } catch (SocketException reset) {
                return null;
            }
        }
    }
}
