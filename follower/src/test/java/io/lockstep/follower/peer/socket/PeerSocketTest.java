package io.lockstep.follower.peer.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Blocking for the handshake, and then any thread sends what the system takes at once. */
@Timeout(60)
class PeerSocketTest {

    private static final int AWAIT_MILLIS = 20_000;

    private PeerSocket here;
    private PeerSocket there;

    @BeforeEach
    public void connect() throws IOException {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            here = new PeerSocket(
                    SocketChannel.open(listening.getLocalAddress()).socket());
            there = new PeerSocket(listening.accept().socket());
        }
    }

    @AfterEach
    public void close() throws IOException {
        here.close();
        there.close();
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private byte[] readThere(int length) throws IOException {
        byte[] read = new byte[length];
        for (int count = 0; count < length; ) {
            count += there.read(read, count, length - count, AWAIT_MILLIS);
        }
        return read;
    }

    @Test
    public void sendsNothingAtOnceWhileItBlocks() throws Exception {
        assertThat(here.writeNow(random(10), 0, 10)).isZero();
        here.write(random(10), 0, 10);
        assertThat(readThere(10)).isEqualTo(random(10));
    }

    @Test
    public void aSocketWithoutAChannelGoesOnBlocking() throws Exception {
        try (PeerSocket plain = new PeerSocket(new Socket())) {
            plain.stopBlocking();
            assertThat(plain.writeNow(random(10), 0, 10)).isZero();
        }
    }

    /** What one thread cannot send at once, another sends while it waits for the other end. */
    @Test
    public void sendsWhatTheSystemTakesAndTheRestOnceTheOtherEndReads() throws Exception {
        here.stopBlocking();
        there.stopBlocking();
        byte[] bytes = random(16 << 20);
        int sent = 0;
        for (int count = -1; count != 0; sent += count) {
            count = here.writeNow(bytes, sent, bytes.length - sent);
        }
        assertThat(sent).isPositive().isLessThan(bytes.length);
        int left = sent;
        CompletableFuture<Void> rest = CompletableFuture.runAsync(() -> writeUnchecked(bytes, left));
        assertThat(Arrays.equals(readThere(bytes.length), bytes)).isTrue();
        rest.join();
    }

    private void writeUnchecked(byte[] bytes, int from) {
        try {
            here.write(bytes, from, bytes.length - from);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    public void aReadEndsInTime() throws Exception {
        assertThatThrownBy(() -> here.read(new byte[1], 0, 1, 20)).isInstanceOf(SocketTimeoutException.class);
        here.stopBlocking();
        assertThatThrownBy(() -> here.read(new byte[1], 0, 1, 20)).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    public void theOtherEndSeesTheCloseAtOnce() throws Exception {
        here.stopBlocking();
        there.stopBlocking();
        here.close();
        assertThat(there.read(new byte[1], 0, 1, AWAIT_MILLIS)).isEqualTo(-1);
    }

    @Test
    public void closeEndsTheReadAndTheWriteThatWait() throws Exception {
        here.stopBlocking();
        CompletableFuture<Throwable> read = failureOf(() -> here.read(new byte[1], 0, 1, AWAIT_MILLIS));
        CompletableFuture<Throwable> write = failureOf(() -> here.write(new byte[64 << 20], 0, 64 << 20));
        here.close();
        assertThat(read.join()).isInstanceOf(IOException.class).isNotInstanceOf(SocketTimeoutException.class);
        assertThat(write.join()).isInstanceOf(IOException.class);
    }

    /** As when a server stops between its hello and its first frame. */
    @Test
    void aSocketThatIsClosedAlreadyFailsAtTheNextRead() throws Exception {
        here.close();
        here.stopBlocking();
        assertThatThrownBy(() -> here.read(new byte[1], 0, 1, AWAIT_MILLIS))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(SocketTimeoutException.class);
        assertThatThrownBy(() -> here.write(new byte[1], 0, 1)).isInstanceOf(IOException.class);
    }

    private interface Waiting {
        void run() throws IOException;
    }

    /** Runs this on another thread, and returns once that thread waits. */
    private static CompletableFuture<Throwable> failureOf(Waiting waiting) {
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                waiting.run();
                failure.completeExceptionally(new AssertionError("it did not fail"));
            } catch (IOException expected) {
                failure.complete(expected);
            }
        });
        thread.start();
        while (!isInSelector(thread)) {
            Thread.onSpinWait();
        }
        return failure;
    }

    private static boolean isInSelector(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().contains("EPollSelectorImpl"));
    }
}
