package io.lockstep.follower.tls;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SocketChannel;

/** The bytes of a socket, which must begin as TLS does. Otherwise the client may be told in plain text. */
final class FirstByteCheck implements ByteChannel {

    private static final int TLS_HANDSHAKE = 22;

    private final SocketChannel channel;
    private boolean checked;

    FirstByteCheck(SocketChannel channel) {
        this.channel = channel;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int begin = target.position();
        int count = channel.read(target);
        if (!checked && count > 0) {
            checked = true;
            if (target.get(begin) != TLS_HANDSHAKE) {
                throw new PlainTextException();
            }
        }
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
