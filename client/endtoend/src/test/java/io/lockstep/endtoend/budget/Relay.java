package io.lockstep.endtoend.budget;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers each line of one client, as a server does, after it has passed it through a number of threads: by queues,
 * then to a thread that waits at a selector, then over a socket. So it is known which thread wakes which.
 */
final class Relay {

    private static final byte[] ANSWER = "OK LOCK any\r\n".getBytes(StandardCharsets.UTF_8);

    private Relay() {}

    /** The hand-overs for each line, its arrival included, with so many threads that pass it on by queues. */
    static int handOvers(int threads) {
        // The arrival, each queue, the selector, and the socket behind it.
        return 1 + threads + 1 + 1;
    }

    private interface Step {
        void run() throws IOException, InterruptedException;
    }

    private static void start(String name, Step step) {
        Thread thread = new Thread(
                () -> {
                    try {
                        while (true) {
                            step.run();
                        }
                    } catch (IOException end) {
                        throw new UncheckedIOException(end);
                    } catch (InterruptedException end) {
                        Thread.currentThread().interrupt();
                    }
                },
                name);
        thread.start();
    }

    /** {@code THREADS}; prints its port. */
    public static void main(String[] arguments) throws IOException {
        int threads = Integer.parseInt(arguments[0]);
        InetAddress here = InetAddress.getLoopbackAddress();
        try (ServerSocket clients = new ServerSocket(0, 1, here);
                ServerSocket pairs = new ServerSocket(0, 1, here)) {
            SocketChannel sending = SocketChannel.open(new InetSocketAddress(here, pairs.getLocalPort()));
            InputStream receiving = pairs.accept().getInputStream();
            System.out.println("PORT " + clients.getLocalPort());
            Socket client = clients.accept();
            client.setTcpNoDelay(true);
            OutputStream toClient = client.getOutputStream();
            toClient.write("* the relay\r\n".getBytes(StandardCharsets.UTF_8));

            start("relay-answer", () -> {
                if (receiving.read() < 0) {
                    throw new IOException("the sender has gone");
                }
                toClient.write(ANSWER);
            });
            BlockingQueue<String> forLoop = new LinkedBlockingQueue<>();
            Selector selector = Selector.open();
            start("relay-loop", () -> {
                selector.select();
                while (forLoop.poll() != null) {
                    sending.write(ByteBuffer.wrap(new byte[] {1}));
                }
            });
            BlockingQueue<String> next = null;
            for (int i = threads; i > 0; i--) {
                BlockingQueue<String> own = new LinkedBlockingQueue<>();
                BlockingQueue<String> following = next;
                start("relay-queue", () -> {
                    String line = own.take();
                    if (following == null) {
                        forLoop.add(line);
                        selector.wakeup();
                    } else {
                        following.add(line);
                    }
                });
                next = own;
            }
            BlockingQueue<String> first = next;
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                first.add(line);
            }
        }
    }
}
