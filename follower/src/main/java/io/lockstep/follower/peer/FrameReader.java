package io.lockstep.follower.peer;

import io.lockstep.follower.peer.socket.PeerSocket;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Reads frames from a socket, with time limits. Single-threaded. */
final class FrameReader {

    private static final int BUFFER_BYTES = 64 << 10;

    private final PeerSocket socket;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int start;
    private int end;

    FrameReader(PeerSocket socket) {
        this.socket = socket;
    }

    /**
     * Reads the next frame. Blocks within the limits.
     *
     * @param lengthMax of a frame, at most {@link PeerFrame#LENGTH_MAX}
     * @param silenceMillis to wait for its first byte
     * @param frameMillis from its first byte to its last
     * @throws SocketTimeoutException if a limit was exceeded
     * @throws EOFException if the other end has closed
     * @throws PeerProtocolException if the bytes are not a frame
     */
    PeerFrame read(int lengthMax, int silenceMillis, int frameMillis) throws IOException {
        awaitFirstByte(silenceMillis);
        return readBy(lengthMax, deadline(frameMillis));
    }

    /** Reads the next frame, with one time limit from now to its last byte; otherwise as {@link #read}. */
    PeerFrame readWithin(int lengthMax, int millis) throws IOException {
        long deadline = deadline(millis);
        awaitFirstByte(millis);
        return readBy(lengthMax, deadline);
    }

    private static long deadline(int millis) {
        return System.nanoTime() + millis * 1_000_000L;
    }

    private void awaitFirstByte(int millis) throws IOException {
        if (end == start) {
            start = 0;
            end = 0;
            shrink();
            fill(millis);
        }
    }

    private PeerFrame readBy(int lengthMax, long deadline) throws IOException {
        awaitBytes(PeerFrame.PREFIX_BYTES, deadline);
        int length = PeerFrame.checkedLength(ByteBuffer.wrap(buffer).getInt(start), lengthMax);
        awaitBytes(PeerFrame.PREFIX_BYTES + length, deadline);
        PeerFrame frame = PeerFrame.decode(buffer, start, length);
        start += PeerFrame.PREFIX_BYTES + length;
        return frame;
    }

    private void awaitBytes(int count, long deadline) throws IOException {
        if (end - start >= count) {
            return;
        }
        if (start + count > buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        while (end - start < count) {
            if (end == buffer.length) {
                // Grows with what has arrived, and not with what was announced.
                buffer = Arrays.copyOf(buffer, Math.min(count, 2 * buffer.length));
            }
            long left = (deadline - System.nanoTime()) / 1_000_000L;
            if (left <= 0) {
                throw new SocketTimeoutException("a frame took too long to arrive");
            }
            fill((int) left);
        }
    }

    /** Whether the next frame is here already, as a whole, so that {@link #read} does not wait. */
    boolean holdsFrame() {
        int held = end - start;
        return held >= PeerFrame.PREFIX_BYTES
                && held - PeerFrame.PREFIX_BYTES >= ByteBuffer.wrap(buffer).getInt(start);
    }

    /** How much memory the reader takes. */
    int bufferBytes() {
        return buffer.length;
    }

    private void fill(int timeoutMillis) throws IOException {
        int count = socket.read(buffer, end, buffer.length - end, timeoutMillis);
        if (count < 0) {
            throw new EOFException("the other end closed the connection");
        }
        end += count;
    }

    /** Drops a buffer that grew for one large frame. */
    private void shrink() {
        if (buffer.length > BUFFER_BYTES) {
            buffer = Arrays.copyOf(buffer, BUFFER_BYTES);
        }
    }
}
