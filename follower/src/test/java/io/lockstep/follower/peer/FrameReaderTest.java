package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.TestSettings.NEVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames are read as they were written; bytes that are no frame are an error. */
@Timeout(60)
class FrameReaderTest {

    private static final PeerFrame SMALL = new PeerFrame(Kind.REQUEST, 5, 6, new byte[] {1, 2, 3});

    private RawPeer.Pair pair;
    private RawPeer sender;
    private FrameReader reader;

    @BeforeEach
    void connect() throws IOException {
        pair = RawPeer.Pair.connected();
        sender = pair.left();
        reader = pair.right().reader;
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
    }

    private PeerFrame read() throws IOException {
        return reader.read(PeerFrame.LENGTH_MAX, NEVER, NEVER);
    }

    private static void assertSame(PeerFrame read, PeerFrame sent) {
        assertThat(Arrays.equals(read.encode(), sent.encode())).isTrue();
    }

    private static PeerFrame frameOf(int bodyBytes) {
        byte[] body = new byte[bodyBytes];
        new Random(bodyBytes).nextBytes(body);
        return new PeerFrame(Kind.REQUEST, Long.MAX_VALUE - bodyBytes, 65_535, body);
    }

    @Test
    void framesOfAllSizesComeOutInOrder() throws Exception {
        int[] sizes = {0, 1, 64 << 10, 3, (64 << 10) - 19, PeerFrame.BODY_BYTES_MAX, 0, 200_000, 7};
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int size : sizes) {
                all.writeBytes(frameOf(size).encode());
            }
            sendUnchecked(all.toByteArray());
        });
        for (int size : sizes) {
            assertSame(read(), frameOf(size));
        }
        sent.join();
    }

    private void sendUnchecked(byte[] bytes) {
        try {
            sender.send(bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void framesMayComeByteByByte() throws IOException {
        sender.socket.sendAtOnce();
        for (byte each : SMALL.encode()) {
            sender.send(new byte[] {each});
        }
        assertSame(read(), SMALL);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {Integer.MIN_VALUE, -1, 0, PeerFrame.LENGTH_MIN - 1, PeerFrame.LENGTH_MAX + 1, Integer.MAX_VALUE})
    void impossibleLengthsAreRefusedBeforeTheRestComes(int length) throws IOException {
        sender.send(ByteBuffer.allocate(PeerFrame.PREFIX_BYTES).putInt(length).array());
        assertThatThrownBy(this::read)
                .isInstanceOf(PeerProtocolException.class)
                .hasMessageContaining("length " + length + ";");
    }

    @Test
    void whatIsOnlyAnnouncedTakesNoMemory() throws IOException {
        sender.send(ByteBuffer.allocate(PeerFrame.PREFIX_BYTES + 8)
                .putInt(PeerFrame.LENGTH_MAX)
                .array());
        assertThatThrownBy(() -> reader.read(PeerFrame.LENGTH_MAX, NEVER, 100))
                .isInstanceOf(SocketTimeoutException.class);
        assertThat(reader.bufferBytes()).isLessThanOrEqualTo(64 << 10);
    }

    @Test
    void everyByteButTheLengthIsUnderTheChecksum() throws IOException {
        byte[] whole = SMALL.encode();
        for (int at = 4; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            sender.send(damaged);
            assertThatThrownBy(this::read)
                    .as("byte %s", at)
                    .isInstanceOf(PeerProtocolException.class)
                    .hasMessageContaining("checksum");
            reconnect();
        }
    }

    private void reconnect() throws IOException {
        pair.close();
        connect();
    }

    @Test
    void unknownKindsAreRefused() throws IOException {
        for (int kind : new int[] {0, 11, 255}) {
            byte[] bytes = SMALL.encode();
            bytes[16] = (byte) kind;
            CRC32C checksum = new CRC32C();
            checksum.update(bytes, PeerFrame.PREFIX_BYTES, bytes.length - PeerFrame.PREFIX_BYTES);
            ByteBuffer.wrap(bytes).putInt(4, (int) checksum.getValue());
            sender.send(bytes);
            assertThatThrownBy(this::read).isInstanceOf(PeerProtocolException.class);
            reconnect();
        }
    }

    @Test
    void aCutAnywhereInAFrameIsTheEnd() throws IOException {
        byte[] whole = SMALL.encode();
        for (int cut = 0; cut < whole.length; cut++) {
            sender.send(SMALL);
            sender.send(Arrays.copyOf(whole, cut));
            sender.close();
            assertSame(read(), SMALL);
            assertThatThrownBy(this::read).isInstanceOf(EOFException.class);
            reconnect();
        }
    }

    @Test
    void silenceTimesOut() {
        assertThatThrownBy(() -> reader.read(PeerFrame.LENGTH_MAX, 30, NEVER))
                .isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void aFrameThatStopsHalfwayTimesOutByItsOwnLimit() throws IOException {
        byte[] whole = SMALL.encode();
        for (int cut = 1; cut < whole.length; cut += 5) {
            sender.send(Arrays.copyOf(whole, cut));
            assertThatThrownBy(() -> reader.read(PeerFrame.LENGTH_MAX, NEVER, 30))
                    .isInstanceOf(SocketTimeoutException.class);
            reconnect();
        }
    }

    @Test
    void bodiesOverTheLimitAreNotEncoded() {
        byte[] body = new byte[PeerFrame.BODY_BYTES_MAX + 1];
        assertThatThrownBy(() -> PeerFrame.of(Kind.NODE_MESSAGE, body).encode())
                .isInstanceOf(IllegalArgumentException.class);
    }
}
