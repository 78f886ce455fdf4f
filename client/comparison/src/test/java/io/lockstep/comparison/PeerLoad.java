package io.lockstep.comparison;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.HdrHistogram.Histogram;

/** Drives the clients of another service from one thread, each with one request under way. */
final class PeerLoad {

    private static final int BUFFER_BYTES = 16_384;
    private static final long SELECT_MILLIS = 20;
    private static final long SILENT_MILLIS_MAX = 2_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Histogram nanos = new Histogram(3);
    private boolean counting;
    private long cycles;

    /** One client and its connection. */
    private final class Line {
        private final SocketChannel channel;
        private final PeerClient client;
        private final ByteBuffer received = ByteBuffer.allocateDirect(BUFFER_BYTES);
        private long sentNanos;

        Line(SocketChannel channel, PeerClient client) {
            this.channel = channel;
            this.client = client;
        }

        void send() throws IOException {
            sentNanos = System.nanoTime();
            write(client.next());
        }

        private void write(ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Returns whether the answer has come. */
        boolean read() throws IOException {
            if (channel.read(received) < 0) {
                throw new IOException("a server has closed the connection of a client");
            }
            received.flip();
            boolean open = client.isOpen();
            boolean answered = client.answered(received);
            received.compact();
            ByteBuffer aside = client.aside();
            if (aside != null) {
                write(aside);
            }
            if (answered && open && counting) {
                if (client.begins()) {
                    nanos.recordValue(System.nanoTime() - sentNanos);
                }
                cycles += client.atRest() ? 1 : 0;
            }
            return answered;
        }
    }

    /** Runs a load; client number i connects to one of the ports in turn. */
    static Figure run(Task task, List<Integer> ports, IntFunction<PeerClient> clients) throws IOException {
        return new PeerLoad().measure(task, ports, clients);
    }

    /** Waits for one lock of one client. Throws if a server refuses or is silent for two seconds. */
    static void firstLock(int port, PeerClient client) throws IOException {
        try (Selector selector = Selector.open();
                SocketChannel channel = connected(port, selector)) {
            Line line = new PeerLoad().new Line(channel, client);
            do {
                line.send();
                while (!line.read()) {
                    if (selector.select(SILENT_MILLIS_MAX) == 0) {
                        throw new IOException("a server is silent");
                    }
                    selector.selectedKeys().clear();
                }
            } while (client.atRest());
        }
    }

    private static SocketChannel connected(int port, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        return channel;
    }

    private Figure measure(Task task, List<Integer> ports, IntFunction<PeerClient> clients) throws IOException {
        List<Line> lines = new ArrayList<>();
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < task.clients(); i++) {
                SocketChannel channel = connected(ports.get(i % ports.size()), selector);
                Line line = new Line(channel, clients.apply(i));
                channel.keyFor(selector).attach(line);
                lines.add(line);
                line.send();
            }
            drive(selector, task.warmup().toNanos());
            counting = true;
            long begunNanos = System.nanoTime();
            drive(selector, task.measured().toNanos());
            return Figure.of(cycles * NANOS_PER_SECOND / (System.nanoTime() - begunNanos), nanos);
        } finally {
            for (Line line : lines) {
                line.channel.close();
            }
        }
    }

    private static void drive(Selector selector, long timeNanos) throws IOException {
        long begunNanos = System.nanoTime();
        while (System.nanoTime() - begunNanos < timeNanos) {
            selector.select(SELECT_MILLIS);
            for (SelectionKey key : selector.selectedKeys()) {
                Line line = (Line) key.attachment();
                if (line.read()) {
                    line.send();
                }
            }
            selector.selectedKeys().clear();
        }
    }
}
