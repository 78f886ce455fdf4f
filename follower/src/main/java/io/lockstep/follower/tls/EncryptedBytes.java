package io.lockstep.follower.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/**
 * The encrypted bytes of one connection. They must begin as TLS does. After each call of {@link #allowRead} the socket
 * is read once: records without content come as fast as a client sends them, and reading on until there is content
 * would keep the loop from everybody else. Loop thread only.
 */
final class EncryptedBytes implements ByteChannel {

    private static final int TLS_HANDSHAKE = 22;

    private final SocketChannel channel;
    private boolean mayRead;
    private long received;

    EncryptedBytes(SocketChannel channel) {
        this.channel = channel;
    }

    /** Allows one more read. */
    void allowRead() {
        mayRead = true;
    }

    /** How many bytes have arrived in all. */
    long received() {
        return received;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!mayRead) {
            return 0;
        }
        mayRead = false;
        int begin = target.position();
        int count = channel.read(target);
        if (received == 0 && count > 0 && target.get(begin) != TLS_HANDSHAKE) {
            throw new PlainTextException();
        }
        received += Math.max(0, count);
        return count;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        return channel.write(source);
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
