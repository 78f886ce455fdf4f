package io.lockstep.follower.peer.socket;

import java.util.Arrays;

/** The bytes of one write, or what is left of them. One thread at a time. */
public final class OutgoingBatch {

    /** Bound of one write, unless a single frame is larger. */
    public static final int BYTES = 128 << 10;

    private byte[] bytes = new byte[BYTES];
    private int start;
    private int end;

    public boolean isEmpty() {
        return start == end;
    }

    /** Whether a frame of this length still fits in. Any fits into an empty batch. */
    public boolean takes(int length) {
        return isEmpty() || end + length <= BYTES;
    }

    public void append(byte[] frame) {
        if (isEmpty()) {
            reset();
        }
        if (end + frame.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, end + frame.length);
        }
        System.arraycopy(frame, 0, bytes, end, frame.length);
        end += frame.length;
    }

    public byte[] bytes() {
        return bytes;
    }

    /** Where what is left begins in {@link #bytes}. */
    public int start() {
        return start;
    }

    /** How many bytes are left. */
    public int length() {
        return end - start;
    }

    /** So many of what was left are written. */
    public void written(int count) {
        start += count;
    }

    private void reset() {
        start = 0;
        end = 0;
        if (bytes.length > BYTES) {
            bytes = new byte[BYTES];
        }
    }
}
