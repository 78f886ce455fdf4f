package io.lockstep.common.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A loop on its own thread, and clients on real sockets. */
abstract class LoopScenario {

    static final int CONNECTIONS_MAX = 300;
    static final int HELD_BYTES_MAX = 4 << 20;
    final RecordingOwner owner = new RecordingOwner();

    final EventLoop loop = new EventLoop(
            owner, new LoopSettings(4096, CONNECTIONS_MAX, "* BYE reason=connections", 1 << 20, HELD_BYTES_MAX));

    final AtomicReference<Throwable> failure = new AtomicReference<>();
    final Thread thread = new Thread(loop, "loop");
    final List<Socket> sockets = new ArrayList<>();
    InetSocketAddress address = new InetSocketAddress(0);

    @BeforeEach
    void start() throws IOException {
        address = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread.setUncaughtExceptionHandler((in, thrown) -> failure.set(thrown));
        thread.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        if (thread.isAlive()) {
            loop.stop();
        }
        thread.join();
    }

    <T> T runInLoop(Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> answer.complete(question.get()));
        return answer.get();
    }

    final class Client {
        final Socket socket = new Socket();
        final InputStream raw;
        final BufferedReader input;
        final OutputStream output;

        Client() throws IOException {
            this("* HI");
        }

        /** Connects and reads the greeting byte by byte, so that the rest can be read in any way. */
        Client(String greeting) throws IOException {
            socket.connect(address);
            sockets.add(socket);
            raw = socket.getInputStream();
            output = socket.getOutputStream();
            StringBuilder line = new StringBuilder();
            for (int b = raw.read(); b != '\n'; b = raw.read()) {
                line.append((char) b);
            }
            assertThat(line.toString()).startsWith(greeting);
            input = new BufferedReader(new InputStreamReader(raw, StandardCharsets.UTF_8));
        }

        void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) throws IOException {
            output.write(bytes);
        }

        CompletableFuture<Void> sendFromAnotherThread(String text) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Thread sender = new Thread(() -> {
                try {
                    send(text);
                    done.complete(null);
                } catch (IOException broken) {
                    done.completeExceptionally(broken);
                }
            });
            sender.start();
            return done;
        }

        String read() throws IOException {
            return input.readLine();
        }

        String readOrReset() throws IOException {
            try {
                return read();
            } catch (SocketException reset) {
                return null;
            }
        }
    }
}
