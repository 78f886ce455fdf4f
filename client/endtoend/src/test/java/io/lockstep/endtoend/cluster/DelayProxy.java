package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A program that passes on connections and delays all data by a fixed time, in each direction, without reordering. */
public final class DelayProxy {

    /** It listens on this port plus the number of a server. */
    public static final int LISTEN_PORT = 29_000;

    /** The ports from which the proxy connects, which no other program of a host uses. */
    public static final int FIRST_PORT = 30_000;

    public static final int LAST_PORT = 31_999;

    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int CHUNKS_MAX = 1_000;
    private static final AtomicInteger NEXT_PORT = new AtomicInteger(FIRST_PORT);

    /** Data that may go on at a time. An empty one is the end. */
    private record Chunk(long atNanos, ByteBuffer bytes) {}

    private DelayProxy() {}

    /** {@code millis own-address port=host:port...}. Prints LISTENING, and runs until it is killed. */
    public static void main(String[] arguments) throws IOException {
        long nanos = TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[0]));
        InetAddress own = InetAddress.getByName(arguments[1]);
        for (String route : Arrays.asList(arguments).subList(2, arguments.length)) {
            String[] parts = route.split("[=:]");
            ServerSocket listener = new ServerSocket(Integer.parseInt(parts[0]), 0, own);
            InetSocketAddress to = new InetSocketAddress(parts[1], Integer.parseInt(parts[2]));
            start(() -> {
                while (true) {
                    Socket from = listener.accept();
                    start(() -> connect(from, own, to, nanos));
                }
            });
        }
        System.out.println("LISTENING");
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private static void start(Work work) {
        new Thread(() -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // One side has closed: so does the other.
                        return;
                    }
                })
                .start();
    }

    private static void connect(Socket from, InetAddress own, InetSocketAddress address, long nanos)
            throws IOException {
        Socket to;
        try {
            to = open(own, address);
        } catch (IOException e) {
            from.close();
            throw e;
        }
        from.setTcpNoDelay(true);
        to.setTcpNoDelay(true);
        delay(from, to, nanos);
        delay(to, from, nanos);
    }

    private static Socket open(InetAddress own, InetSocketAddress address) throws IOException {
        while (true) {
            Socket socket = new Socket();
            try {
                int port = FIRST_PORT + Math.floorMod(NEXT_PORT.getAndIncrement(), LAST_PORT - FIRST_PORT);
                socket.setReuseAddress(true);
                socket.bind(new InetSocketAddress(own, port));
                socket.connect(address);
                return socket;
            } catch (BindException e) {
                socket.close();
            } catch (IOException e) {
                socket.close();
                throw e;
            }
        }
    }

    private static void delay(Socket from, Socket to, long nanos) {
        BlockingQueue<Chunk> chunks = new LinkedBlockingQueue<>(CHUNKS_MAX);
        start(() -> read(from, chunks, nanos));
        start(() -> write(to, from, chunks));
    }

    private static void read(Socket from, BlockingQueue<Chunk> chunks, long nanos)
            throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            InputStream input = from.getInputStream();
            for (int count = input.read(buffer); count > 0; count = input.read(buffer)) {
                chunks.put(new Chunk(System.nanoTime() + nanos, ByteBuffer.wrap(Arrays.copyOf(buffer, count))));
            }
        } finally {
            chunks.put(new Chunk(System.nanoTime() + nanos, ByteBuffer.allocate(0)));
        }
    }

    private static void write(Socket to, Socket from, BlockingQueue<Chunk> chunks)
            throws IOException, InterruptedException {
        try (to;
                from) {
            for (Chunk chunk = chunks.take(); chunk.bytes().hasRemaining(); chunk = chunks.take()) {
                TimeUnit.NANOSECONDS.sleep(chunk.atNanos() - System.nanoTime());
                to.getOutputStream().write(chunk.bytes().array());
            }
        }
    }
}
