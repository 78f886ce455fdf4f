package io.lockstep.follower.tls;

import io.lockstep.common.net.Connection;
import io.lockstep.common.net.ConnectionHandler;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.LoopOwner;
import io.lockstep.common.net.LoopSettings;
import io.lockstep.common.net.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A loop behind TLS that greets, and echoes each line. {@code many N TEXT} is answered with N lines, {@code subject}
 * with that of the client's certificate, {@code bye} with a last line; so is the end of the client's input.
 */
final class TlsLoop implements LoopOwner {

    static final int LINE_BYTES_MAX = 4_096;

    final EventLoop loop = new EventLoop(this, new LoopSettings(LINE_BYTES_MAX, 1_000, "* BYE", 16 << 20, 64 << 20));
    private int open;
    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final InetSocketAddress address;
    private final Thread thread = new Thread(loop, "loop");

    TlsLoop(Transport.Factory transports) throws IOException {
        address = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), transports);
        thread.setUncaughtExceptionHandler((in, thrown) -> failure.set(thrown));
        thread.start();
    }

    @Override
    public ConnectionHandler opened(Connection connection) {
        opened(1);
        connection.send("* HI");
        return new Echo(connection);
    }

    private synchronized void opened(int more) {
        open += more;
        notifyAll();
    }

    /** Waits until so many connections are open. */
    synchronized void awaitOpen(int count) throws InterruptedException {
        while (open != count) {
            wait();
        }
    }

    private final class Echo implements ConnectionHandler {

        private final Connection connection;

        Echo(Connection connection) {
            this.connection = connection;
        }

        @Override
        public void line(String line) {
            String[] words = line.split(" ", 3);
            switch (words[0]) {
                case "many" -> {
                    for (int i = 0; i < Integer.parseInt(words[1]); i++) {
                        connection.send(i + " " + words[2]);
                    }
                }
                case "subject" ->
                    connection.send(connection.certificateSubject().orElse("none"));
                case "bye" -> {
                    connection.send("good bye");
                    connection.close();
                }
                default -> connection.send(line);
            }
        }

        @Override
        public void lineTooLong() {
            connection.send("too long");
        }

        @Override
        public void badEncoding() {
            connection.send("bad encoding");
        }

        @Override
        public void inputEnded() {
            connection.send("input ended");
            connection.close();
        }

        @Override
        public void closed() {
            opened(-1);
        }
    }

    @Override
    public long tick(long nowNanos) {
        return 50_000_000L;
    }

    @Override
    public void stalled(long gapNanos) {}

    @Override
    public void cut(int clients) {}

    @Override
    public void acceptFailed(IOException reason) {}

    void stop() throws InterruptedException {
        if (thread.isAlive()) {
            loop.stop();
        }
        thread.join();
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
    }
}
