package io.lockstep.follower.peer;

import java.io.IOException;
import java.util.Arrays;

/** The bytes of one write, or what is left of them. One thread at a time. */
final class OutgoingBatch {

    /** Bound of one write, unless a single frame is larger. */
    static final int BYTES = 128 << 10;

    private byte[] bytes = new byte[BYTES];
    private int start;
    private int end;

    boolean isEmpty() {
        return start == end;
    }

    /** Whether a frame of this length still fits in. Any fits into an empty batch. */
    boolean takes(int length) {
        return isEmpty() || end + length <= BYTES;
    }

    void append(byte[] frame) {
        if (isEmpty()) {
            reset();
        }
        if (end + frame.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, end + frame.length);
        }
        System.arraycopy(frame, 0, bytes, end, frame.length);
        end += frame.length;
    }

    /** Writes what the socket takes at once. Never blocks. */
    void writeNow(PeerSocket socket) throws IOException {
        start += socket.writeNow(bytes, start, end - start);
    }

    /** Writes all. Blocks while the other end does not read. */
    void write(PeerSocket socket) throws IOException {
        socket.write(bytes, start, end - start);
        start = end;
    }

    /** Forgets what is left, and returns how many bytes that were. */
    int drop() {
        int dropped = end - start;
        start = end;
        return dropped;
    }

    private void reset() {
        start = 0;
        end = 0;
        if (bytes.length > BYTES) {
            bytes = new byte[BYTES];
        }
    }
}
