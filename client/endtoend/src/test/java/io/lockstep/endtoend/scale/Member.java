package io.lockstep.endtoend.scale;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One client of a {@link Crowd}. */
final class Member {

    private static final int CONNECT_MILLIS_MAX = 20_000;

    private final Crowd crowd;
    private final int number;
    private final Crowd.Listener listener;
    private final SocketChannel channel = SocketChannel.open();
    private boolean isGreeted;

    /** The beginning of a line whose end has not come; null without one. */
    private @Nullable ByteArrayOutputStream begun;

    /** For the listener: when it sent something, by its own clock. */
    long sentNanos;

    /** For the listener: how much it has done. */
    int step;

    /** Connects, and blocks until that is done. */
    Member(Crowd crowd, Selector selector, int port, int number, Crowd.Listener listener) throws IOException {
        this.crowd = crowd;
        this.number = number;
        this.listener = listener;
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.socket().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Its place among all members. */
    int number() {
        return number;
    }

    /** Sends lines, each with its end; what it sends is short, so it hardly ever waits. */
    void send(String lines) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(lines.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    void read(ByteBuffer input) throws IOException {
        input.clear();
        int read;
        try {
            read = channel.read(input);
        } catch (IOException reset) {
            read = -1;
        }
        if (read < 0) {
            close();
            listener.closed(this);
            return;
        }
        input.flip();
        int from = 0;
        for (int at = 0; at < input.limit(); at++) {
            if (input.get(at) == '\n') {
                take(text(input, from, at));
                from = at + 1;
            }
        }
        if (from < input.limit()) {
            begun = begun == null ? new ByteArrayOutputStream() : begun;
            for (int at = from; at < input.limit(); at++) {
                begun.write(input.get(at));
            }
        }
    }

    private String text(ByteBuffer input, int from, int end) {
        byte[] bytes = new byte[end - from];
        input.get(from, bytes);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (begun != null) {
            text = begun.toString(StandardCharsets.UTF_8) + text;
            begun = null;
        }
        return text.strip();
    }

    private void take(String line) throws IOException {
        if (isGreeted) {
            listener.line(this, line);
        } else if (line.startsWith("* LOCKSTEP")) {
            isGreeted = true;
            crowd.greeted();
            listener.greeted(this);
        } else {
            throw new AssertionError("client " + number + " was not greeted: " + line);
        }
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    void close() throws IOException {
        channel.close();
    }
}
