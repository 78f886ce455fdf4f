package io.lockstep.endtoend.attack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** One connection of a {@link Crowd}: sends the same lines again and again, as fast as the server takes them. */
final class CrowdMember {

    private static final int CONNECT_MILLIS_MAX = 20_000;
    private static final int RECEIVE_BYTES_SMALL = 4_096;
    private static final int LINE_BEGIN_BYTES = 60;

    private final Tally got;
    private final SocketChannel channel = SocketChannel.open();
    private final SelectionKey key;
    private final ByteBuffer lines;
    private final boolean reads;
    private long timesLeft;
    private final byte[] line = new byte[LINE_BEGIN_BYTES];
    private int lineBytes;
    private long replies;

    /** Connects, and blocks until that is done. */
    CrowdMember(Selector selector, int port, ByteBuffer lines, long times, boolean reads, Tally got)
            throws IOException {
        this.lines = lines;
        this.timesLeft = times;
        this.reads = reads;
        this.got = got;
        try {
            connect(port);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        key = channel.register(selector, SelectionKey.OP_WRITE | (reads ? SelectionKey.OP_READ : 0), this);
    }

    private void connect(int port) throws IOException {
        if (!reads) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BYTES_SMALL);
        }
        channel.socket().connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS_MAX);
        channel.configureBlocking(false);
    }

    /** Whether the connection is open, as far as this end knows. */
    boolean isOpen() {
        return channel.isOpen();
    }

    /** How many replies have come. */
    long replies() {
        return replies;
    }

    /** Writes and reads what can be now. */
    void ready(ByteBuffer input) throws IOException {
        try {
            if (key.isWritable()) {
                write();
            }
            if (reads && key.isReadable()) {
                read(input);
            }
        } catch (IOException reset) {
            closedByServer();
        }
    }

    private void write() throws IOException {
        while (timesLeft > 0) {
            channel.write(lines);
            if (lines.hasRemaining()) {
                return;
            }
            lines.rewind();
            timesLeft--;
        }
        key.interestOpsAnd(~SelectionKey.OP_WRITE);
    }

    private void read(ByteBuffer input) throws IOException {
        input.clear();
        if (channel.read(input) < 0) {
            closedByServer();
            return;
        }
        input.flip();
        while (input.hasRemaining()) {
            byte next = input.get();
            if (next == '\n') {
                lineEnded();
            } else if (lineBytes < LINE_BEGIN_BYTES) {
                line[lineBytes++] = next;
            }
        }
    }

    private void lineEnded() {
        String text = new String(line, 0, lineBytes, StandardCharsets.UTF_8).strip();
        lineBytes = 0;
        got.countLine(text);
        if (text.contains("OK ") || text.contains("ERR ")) {
            replies++;
        }
    }

    private void closedByServer() throws IOException {
        got.count("closed");
        close();
    }

    void close() throws IOException {
        channel.close();
    }

    /** Closes without leaving the port in use for a minute, as a client that opens very many connections must. */
    void reset() throws IOException {
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.close();
    }
}
