package io.lockstep.common.net;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;

/** The bytes queued for one client. Takes no memory while it is empty. */
final class OutboundBuffer {

    private static final int FIRST_BYTES = 256;

    /** Larger writes gain nothing, and the JDK keeps a buffer as large as the largest. */
    private static final int WRITE_BYTES_MAX = 64 * 1024;

    private final int bytesMax;
    private byte[] bytes = LineDecoder.NO_BYTES;
    private int start;
    private int end;

    OutboundBuffer(int bytesMax) {
        this.bytesMax = bytesMax;
    }

    int size() {
        return end - start;
    }

    /** How much memory it takes. */
    int capacity() {
        return bytes.length;
    }

    /** Adds a line and CRLF. Returns false and adds nothing if that would exceed the bound. */
    boolean add(String line) {
        byte[] encoded = line.getBytes(StandardCharsets.UTF_8);
        int count = encoded.length + 2;
        if (size() + count > bytesMax) {
            return false;
        }
        makeRoom(count);
        System.arraycopy(encoded, 0, bytes, end, encoded.length);
        end += encoded.length;
        bytes[end++] = '\r';
        bytes[end++] = '\n';
        return true;
    }

    /** Writes as many bytes as the channel takes now; returns their number. */
    int writeTo(WritableByteChannel channel) throws IOException {
        int written = 0;
        while (start < end) {
            int wanted = Math.min(end - start, WRITE_BYTES_MAX);
            int count = channel.write(ByteBuffer.wrap(bytes, start, wanted));
            start += count;
            written += count;
            if (count < wanted) {
                return written;
            }
        }
        clear();
        return written;
    }

    void clear() {
        bytes = LineDecoder.NO_BYTES;
        start = 0;
        end = 0;
    }

    private void makeRoom(int count) {
        if (end + count <= bytes.length) {
            return;
        }
        int size = size();
        int capacity = Math.max(FIRST_BYTES, bytes.length);
        while (capacity < size + count) {
            capacity *= 2;
        }
        byte[] target = capacity == bytes.length ? bytes : new byte[capacity];
        System.arraycopy(bytes, start, target, 0, size);
        bytes = target;
        start = 0;
        end = size;
    }
}
