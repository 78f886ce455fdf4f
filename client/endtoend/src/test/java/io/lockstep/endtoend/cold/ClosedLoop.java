package io.lockstep.endtoend.cold;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Clients of one server on one thread. Each takes and releases its lock with one unanswered request at a time. */
final class ClosedLoop implements AutoCloseable {

    private static final int ANSWER_BYTES_MAX = 4_096;
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Selector selector = Selector.open();
    private final List<Client> clients = new ArrayList<>();

    ClosedLoop(int port, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            clients.add(new Client(port, "cold-" + i));
        }
    }

    /** Runs for so long, and returns what each second of it was like. */
    List<Second> run(int seconds) throws IOException {
        long begunNanos = System.nanoTime();
        List<Second> all = new ArrayList<>();
        for (int i = 0; i < seconds; i++) {
            all.add(new Second());
        }
        for (Client client : clients) {
            client.send(client.lock);
        }
        for (long nowNanos = begunNanos; nowNanos - begunNanos < seconds * SECOND_NANOS; ) {
            selector.select(1_000);
            nowNanos = System.nanoTime();
            int second = (int) Math.min(seconds - 1L, (nowNanos - begunNanos) / SECOND_NANOS);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Client) key.attachment()).answered(all.get(second));
            }
            selector.selectedKeys().clear();
        }
        return all;
    }

    @Override
    public void close() throws IOException {
        for (Client client : clients) {
            client.channel.close();
        }
        selector.close();
    }

    /** One connection. */
    private final class Client {

        private final SocketChannel channel;
        private final byte[] lock;
        private final byte[] release;
        private final ByteBuffer answer = ByteBuffer.allocate(ANSWER_BYTES_MAX);
        private boolean locks;
        private long sentNanos;
        private String last = "";

        Client(int port, String name) throws IOException {
            lock = ("LOCK " + name + "\r\n").getBytes(StandardCharsets.UTF_8);
            release = ("RELEASE " + name + "\r\n").getBytes(StandardCharsets.UTF_8);
            channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        private void send(byte[] request) throws IOException {
            locks = request == lock;
            sentNanos = System.nanoTime();
            ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }

        /** Reads what is there. Sends the next request if that is the answer to the last. */
        void answered(Second second) throws IOException {
            if (channel.read(answer) < 0) {
                throw new IOException("the server closed the connection after: " + last);
            }
            int begin = 0;
            boolean next = false;
            for (int at = 0; at < answer.position(); at++) {
                if (answer.get(at) == '\n') {
                    String line = new String(answer.array(), begin, at - begin, StandardCharsets.UTF_8);
                    begin = at + 1;
                    last = line;
                    if (line.startsWith("ERR")) {
                        throw new IOException("refused: " + line);
                    }
                    next |= line.startsWith("OK");
                }
            }
            answer.flip().position(begin);
            answer.compact();
            if (next) {
                second.add(locks, System.nanoTime() - sentNanos);
                send(locks ? release : lock);
            }
        }
    }
}
