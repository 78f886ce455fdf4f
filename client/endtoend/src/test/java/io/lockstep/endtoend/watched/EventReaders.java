package io.lockstep.endtoend.watched;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** Programs that read the stream of all events, and count them. */
final class EventReaders implements Onlookers {

    private static final byte[] EVENT = "event: ".getBytes(StandardCharsets.UTF_8);

    private final int count;
    private final int port;
    private final List<Thread> threads = new ArrayList<>();
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicLong events = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();
    private volatile boolean closing;
    private long cameNanos;

    EventReaders(int count, int port) {
        this.count = count;
        this.port = port;
    }

    @Override
    public void come() throws IOException {
        closing = false;
        events.set(0);
        gaps.set(0);
        cameNanos = System.nanoTime();
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            socket.getOutputStream()
                    .write(("GET /v1/events HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\n\r\n")
                            .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            Thread thread = new Thread(() -> read(in), "events");
            threads.add(thread);
            thread.start();
        }
    }

    private void read(InputStream in) {
        byte[] part = new byte[64 * 1024];
        int matched = 0;
        try {
            for (int length = in.read(part); length >= 0; length = in.read(part)) {
                for (int i = 0; i < length; i++) {
                    if (matched == EVENT.length) {
                        events.incrementAndGet();
                        gaps.addAndGet(part[i] == 'g' && part[Math.min(i + 1, length - 1)] == 'a' ? 1 : 0);
                        matched = -1;
                    } else if (part[i] == '\n') {
                        matched = 0;
                    } else {
                        matched = matched >= 0 && part[i] == EVENT[matched] ? matched + 1 : -1;
                    }
                }
            }
        } catch (IOException broken) {
            if (!closing) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @Override
    public String seen() {
        double seconds = (System.nanoTime() - cameNanos) / 1e9;
        return String.format(
                Locale.ROOT,
                "%d streams read, each %.0f events and %.1f gaps a second",
                threads.size(),
                events.get() / seconds / threads.size(),
                gaps.get() / seconds / threads.size());
    }

    @Override
    public void leave() throws IOException, InterruptedException {
        closing = true;
        for (Socket each : sockets) {
            each.close();
        }
        for (Thread each : threads) {
            each.join();
        }
        threads.clear();
        sockets.clear();
    }
}
