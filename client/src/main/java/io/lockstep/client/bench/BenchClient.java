package io.lockstep.client.bench;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One client of a benchmark: a connection with at most one request unanswered. Used by one thread. */
final class BenchClient {

    private static final int BUFFER_BYTES = 2 * ProtocolLimits.LINE_BYTES_MAX;

    private final SocketChannel channel;
    private final BenchStream stream;
    private final Workload workload;
    private final Tally tally;

    /** Bytes received that do not form a whole line yet. */
    private final ByteBuffer received = ByteBuffer.allocate(BUFFER_BYTES);

    private boolean finishing;
    private boolean busy;

    private BenchClient(SocketChannel channel, BenchStream stream, Workload workload, Tally tally) {
        this.channel = channel;
        this.stream = stream;
        this.workload = workload;
        this.tally = tally;
    }

    /** Connects; the greeting is read with the first answer. Blocks up to the timeout. */
    static BenchClient connect(
            HostPort address, BenchSettings settings, Workload workload, Tally tally, Selector selector)
            throws IOException {
        try {
            SocketChannel channel = Dialler.SYSTEM.connect(address, settings.timeout(), BenchClient::connected);
            BenchStream stream = new BenchStream(channel, address, settings.tls());
            channel.configureBlocking(false);
            BenchClient client = new BenchClient(channel, stream, workload, tally);
            channel.register(selector, SelectionKey.OP_READ, client);
            return client;
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

    /** Sends the next request, unless the client is finishing and holds nothing. */
    void ask() {
        busy = !(finishing && workload.atRest());
        if (!busy) {
            return;
        }
        try {
            // At most one short line is unanswered, so the socket buffer always has room.
            stream.write(workload.next(System.nanoTime()));
        } catch (IOException e) {
            broken("CONNECTION_BROKEN");
        }
    }

    /** Lets the client finish: it sends no new request once it holds nothing. */
    void finish() {
        finishing = true;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Whether the client must still do something before it may be closed. */
    boolean isBusy() {
        return isOpen() && busy;
    }

    /** Reads what has arrived, and sends a new request for each answer. */
    void read() {
        try {
            int count;
            do {
                int from = received.position();
                count = stream.read(received);
                if (count < 0) {
                    broken("CLOSED_BY_SERVER");
                    return;
                }
                takeLines(from);
            } while (count > 0 && stream.buffers() && isOpen());
        } catch (IOException e) {
            broken("CONNECTION_BROKEN");
        }
    }

    /** Processes the whole lines; the search for a line end begins at {@code from}. */
    private void takeLines(int from) {
        byte[] bytes = received.array();
        int lineStart = 0;
        for (int i = from; i < received.position(); i++) {
            if (bytes[i] == '\n') {
                int end = i > lineStart && bytes[i - 1] == '\r' ? i - 1 : i;
                take(new String(bytes, lineStart, end - lineStart, StandardCharsets.UTF_8));
                lineStart = i + 1;
            }
        }
        received.limit(received.position()).position(lineStart).compact();
        if (!received.hasRemaining()) {
            broken("LINE_TOO_LONG");
        }
    }

    private void take(String line) {
        Optional<ServerLine> parsed = ReplyParser.parse(line);
        if (parsed.isEmpty()) {
            broken("NOT_THE_PROTOCOL");
        } else if (parsed.get().isReply()) {
            workload.answered(parsed.get(), System.nanoTime());
            ask();
        } else if (parsed.get().word().equals("BYE")) {
            broken("BYE_" + parsed.get().options().getOrDefault("reason", ""));
        }
    }

    private void broken(String code) {
        if (isOpen()) {
            tally.error(code);
        }
        busy = false;
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
