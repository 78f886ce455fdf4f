package io.lockstep.endtoend.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lockstep.common.secret.ClusterSecret;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.zip.CRC32C;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A connection to the port for servers, made by a program that shares no code with the servers: it says whatever a test
 * wants. Used by one thread.
 */
public final class PeerConnection implements AutoCloseable {

    public static final int VERSION = 7;
    public static final int OPENING = 1;
    public static final int WELCOME = 2;
    public static final int REFUSED = 3;
    public static final int CHALLENGE = 9;
    public static final int HELLO = 10;
    public static final int NONCE_BYTES = 32;

    /** Far more than a server needs for a handshake. */
    private static final int ANSWER_MILLIS_MAX = 20_000;

    private static final int FRAME_BYTES_MIN = 11;
    private static final int FRAME_BYTES_MAX = 4 << 20;

    private final Socket socket = new Socket();
    private final byte[] nonce = new byte[NONCE_BYTES];
    private byte[] otherNonce = {};

    /** One frame of a server. */
    // Never compared, so an array as a component is harmless.
    @SuppressWarnings("ArrayRecordComponent")
    public record Frame(int kind, byte[] body) {}

    public PeerConnection(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MILLIS_MAX);
        socket.setSoTimeout(ANSWER_MILLIS_MAX);
    }

    /** The bytes of a frame. */
    public static byte[] frame(int kind, long request, int type, byte[] body) {
        ByteBuffer bytes = ByteBuffer.allocate(8 + FRAME_BYTES_MIN + body.length);
        bytes.putInt(FRAME_BYTES_MIN + body.length).putInt(0);
        bytes.putLong(request).put((byte) kind).putShort((short) type).put(body);
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.array(), 8, bytes.capacity() - 8);
        return bytes.putInt(4, (int) checksum.getValue()).array();
    }

    /** The body of a first frame. */
    public byte[] opening(boolean asksForSecret) {
        ByteBuffer body = ByteBuffer.allocate(4 + NONCE_BYTES + 1);
        return body.putInt(VERSION)
                .put(nonce)
                .put((byte) (asksForSecret ? 1 : 0))
                .array();
    }

    /** The body of a hello, without its proof. A server that joins has number 0 and no cluster. */
    public static byte[] hello(String cluster, int server, String storage, long linkNumber) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeInt(VERSION);
            output.writeUTF(cluster);
            output.writeInt(server);
            output.writeUTF(storage);
            output.writeLong(1);
            output.writeLong(linkNumber);
            // No report of a disk.
            output.write(new byte[8 + 16 + 1 + 2]);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    /** The next frame; null if the server closes first. */
    public @Nullable Frame read() throws IOException {
        try {
            DataInputStream input = new DataInputStream(socket.getInputStream());
            int length = input.readInt();
            if (length < FRAME_BYTES_MIN || length > FRAME_BYTES_MAX) {
                throw new IOException("a server sent a frame of " + length + " bytes");
            }
            input.skipNBytes(4 + 8);
            int kind = input.readUnsignedByte();
            input.skipNBytes(2);
            return new Frame(kind, input.readNBytes(length - FRAME_BYTES_MIN));
        } catch (EOFException | SocketException closed) {
            return null;
        }
    }

    /** Everything that the server sends until it closes. */
    public byte[] readAll() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            socket.getInputStream().transferTo(bytes);
        } catch (SocketException reset) {
            // It closed before it had read everything.
        }
        return bytes.toByteArray();
    }

    /** Does the first half of a handshake; returns the challenge. */
    public Frame challenge(boolean asksForSecret) throws IOException {
        send(frame(OPENING, 0, 0, opening(asksForSecret)));
        Frame challenge = read();
        if (challenge == null || challenge.kind != CHALLENGE) {
            throw new IOException("the server answers an opening with " + challenge);
        }
        otherNonce = Arrays.copyOf(challenge.body, NONCE_BYTES);
        return challenge;
    }

    /** The body of a hello with its proof, once the challenge is there. */
    public byte[] proved(ClusterSecret secret, byte[] hello) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.bytes(), "HmacSHA256"));
            mac.update("lockstep peer dial\0".getBytes(UTF_8));
            mac.update(nonce);
            mac.update(otherNonce);
            byte[] proof = mac.doFinal(hello);
            return ByteBuffer.allocate(hello.length + proof.length)
                    .put(hello)
                    .put(proof)
                    .array();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Does a whole handshake; returns the answer to the hello. */
    public @Nullable Frame join(ClusterSecret secret, byte[] hello) throws IOException {
        challenge(false);
        send(frame(HELLO, 0, 0, proved(secret, hello)));
        return read();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
