package io.lockstep.client.bench;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One connection of a benchmark, with one client or several. Used by one thread. */
final class BenchConnection {

    private static final int BUFFER_BYTES = 2 * ProtocolLimits.LINE_BYTES_MAX;

    private final SocketChannel channel;
    private final BenchStream stream;
    private final Tally tally;
    private final BenchAnswer answer = new BenchAnswer();
    private final List<BenchClient> clients = new ArrayList<>();

    /** Bytes received that do not form a whole line yet. */
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES);

    /** Requests that several clients send in one turn; used only if there are several. */
    private final ByteBuffer collected = ByteBuffer.allocateDirect(BUFFER_BYTES);

    private boolean reading;

    private BenchConnection(SocketChannel channel, BenchStream stream, Tally tally) {
        this.channel = channel;
        this.stream = stream;
        this.tally = tally;
    }

    /** Connects; the greeting is read with the first answer. Blocks up to the timeout. */
    static BenchConnection open(HostPort address, BenchSettings settings, Tally tally, Selector selector)
            throws IOException {
        try {
            SocketChannel channel = Dialler.SYSTEM.connect(address, settings.timeout(), BenchConnection::connected);
            BenchStream stream = new BenchStream(channel, address, settings.tls());
            channel.configureBlocking(false);
            BenchConnection connection = new BenchConnection(channel, stream, tally);
            channel.register(selector, SelectionKey.OP_READ, connection);
            return connection;
        } catch (IOException e) {
            throw new IOException(address + ": " + e.getMessage(), e);
        }
    }

    private static SocketChannel connected(InetSocketAddress address, int millis) throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            channel.socket().connect(address, millis);
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** A line with its line end as bytes, for a workload that sends it many times. */
    static ByteBuffer encoded(Line line) {
        byte[] bytes = (line.text() + "\n").getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Gives the connection one more client, whose requests carry its number from 0 as tag if there are several. */
    void add(BenchClient client) {
        clients.add(client);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Sends a line; those sent while answers are read go together. */
    void send(ByteBuffer line) {
        try {
            if (!reading || clients.size() == 1) {
                // Few short lines are unanswered, so the socket buffer always has room.
                stream.write(line);
                return;
            }
            if (collected.remaining() < line.remaining()) {
                flush();
            }
            collected.put(line);
        } catch (IOException e) {
            broken("CONNECTION_BROKEN");
        }
    }

    private void flush() throws IOException {
        stream.write(collected.flip());
        collected.clear();
    }

    /** Reads what has arrived, and hands each answer to its client. */
    void read() {
        reading = true;
        try {
            int count;
            do {
                int from = received.position();
                count = stream.read(received);
                if (count < 0) {
                    broken("CLOSED_BY_SERVER");
                    return;
                }
                takeLines(from, System.nanoTime());
            } while (count > 0 && stream.buffers() && isOpen());
            if (collected.position() > 0 && isOpen()) {
                flush();
            }
        } catch (IOException e) {
            broken("CONNECTION_BROKEN");
        } finally {
            reading = false;
        }
    }

    /** Processes the whole lines; the search for a line end begins at {@code from}. */
    private void takeLines(int from, long nowNanos) {
        byte[] bytes = received.array();
        int lineStart = 0;
        for (int i = from; i < received.position(); i++) {
            if (bytes[i] == '\n') {
                int end = i > lineStart && bytes[i - 1] == '\r' ? i - 1 : i;
                take(bytes, lineStart, end, nowNanos);
                lineStart = i + 1;
            }
        }
        received.limit(received.position()).position(lineStart).compact();
        if (!received.hasRemaining()) {
            broken("LINE_TOO_LONG");
        }
    }

    private void take(byte[] bytes, int from, int to, long nowNanos) {
        if (!answer.read(bytes, from, to) || answer.client() >= clients.size()) {
            broken("NOT_THE_PROTOCOL");
        } else if (answer.isReply()) {
            clients.get(answer.client()).answered(answer, nowNanos);
        } else if (answer.word().equals("BYE")) {
            broken("BYE_" + answer.reason());
        }
    }

    private void broken(String code) {
        if (isOpen()) {
            tally.error(code);
        }
        close();
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            tally.error("CLOSE_FAILED");
        }
    }
}
