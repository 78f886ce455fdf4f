package io.lockstep.leader.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.leader.peer.PeerFrame.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameReaderTest {

    private Socket writing;
    private Socket reading;
    private FrameReader reader;

    @BeforeEach
    void connect() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            writing = new Socket(server.getInetAddress(), server.getLocalPort());
            writing.setTcpNoDelay(true);
            reading = server.accept();
        }
        reader = new FrameReader(reading);
    }

    @AfterEach
    void disconnect() throws IOException {
        writing.close();
        reading.close();
    }

    private PeerFrame read() throws IOException {
        return reader.read(PeerFrame.LENGTH_MAX, 5_000, 5_000);
    }

    private static PeerFrame frame(int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        new Random(bodyBytes).nextBytes(body);
        return new PeerFrame(Kind.REQUEST, 1L << 40, 0xfedc, body);
    }

    private static void assertSame(PeerFrame actual, PeerFrame expected) {
        assertThat(actual.kind()).isEqualTo(expected.kind());
        assertThat(actual.request()).isEqualTo(expected.request());
        assertThat(actual.type()).isEqualTo(expected.type());
        assertThat(actual.body()).isEqualTo(expected.body());
    }

    @Test
    void framesTornAtEveryByteAreReadWhole() throws Exception {
        PeerFrame first = frame(40);
        PeerFrame second = frame(0);
        byte[] bytes = concat(first.encode(), second.encode());
        for (int cut = 1; cut < bytes.length; cut++) {
            int at = cut;
            CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> writeTorn(bytes, at));
            assertSame(read(), first);
            assertSame(read(), second);
            writer.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFrameArrivingByteByByteIsReadWhole() throws Exception {
        PeerFrame frame = frame(500);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (byte one : frame.encode()) {
                write(new byte[] {one});
            }
        });
        assertSame(read(), frame);
        writer.get(5, TimeUnit.SECONDS);
    }

    private void writeTorn(byte[] bytes, int cut) {
        write(Arrays.copyOf(bytes, cut));
        write(Arrays.copyOfRange(bytes, cut, bytes.length));
    }

    private void write(byte[] bytes) {
        try {
            writing.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void theLargestFrameIsReadAndSmallOnesAfterIt() throws Exception {
        PeerFrame large = frame(PeerFrame.BODY_BYTES_MAX);
        PeerFrame small = frame(3);
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            write(small.encode());
            write(large.encode());
            write(small.encode());
        });
        assertSame(read(), small);
        assertSame(read(), large);
        assertSame(read(), small);
        writer.get(5, TimeUnit.SECONDS);
    }

    @Test
    void everyFlippedBitIsNoticed() throws Exception {
        byte[] bytes = frame(20).encode();
        // The length itself is checked by its bounds, and otherwise by the checksum of what it leads to.
        for (int bit = 32; bit < bytes.length * 8; bit++) {
            byte[] flipped = bytes.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            disconnect();
            connect();
            write(flipped);
            assertThatThrownBy(this::read)
                    .as("bit " + bit)
                    .isInstanceOf(PeerProtocolException.class)
                    .hasMessageContaining("checksum");
        }
    }

    @Test
    void aLengthOutOfBoundsIsRefusedBeforeAnythingIsAllocatedOrRead() throws Exception {
        for (int length : new int[] {
            Integer.MAX_VALUE, PeerFrame.LENGTH_MAX + 1, PeerFrame.LENGTH_MIN - 1, 0, -1, Integer.MIN_VALUE
        }) {
            disconnect();
            connect();
            write(ByteBuffer.allocate(PeerFrame.PREFIX_BYTES).putInt(length).array());
            assertThatThrownBy(this::read)
                    .isInstanceOf(PeerProtocolException.class)
                    .hasMessageContaining("length " + length);
            assertThat(reader.bufferBytes()).isEqualTo(64 << 10);
        }
    }

    @Test
    void aFrameThatIsNeverFinishedTimesOutEvenWhileBytesArrive() throws Exception {
        Thread trickle = new Thread(() -> {
            try {
                for (byte one : frame(10_000).encode()) {
                    writing.getOutputStream().write(one);
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            } catch (IOException | InterruptedException stopped) {
                return;
            }
        });
        trickle.start();
        long begun = System.nanoTime();
        assertThatThrownBy(() -> reader.read(PeerFrame.LENGTH_MAX, 5_000, 300))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(System.nanoTime() - begun).isBetween(250_000_000L, 4_000_000_000L);
        trickle.interrupt();
        trickle.join();
    }

    @Test
    void theEndInTheMiddleOfAFrameIsAnEnd() throws Exception {
        write(Arrays.copyOf(frame(10).encode(), 15));
        writing.close();
        assertThatThrownBy(this::read).isInstanceOf(EOFException.class);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        return ByteBuffer.allocate(one.length + other.length)
                .put(one)
                .put(other)
                .array();
    }
}
