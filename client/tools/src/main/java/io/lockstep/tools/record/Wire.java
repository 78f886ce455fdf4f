package io.lockstep.tools.record;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A connection to one server that sends and receives lines. Used by one thread. */
final class Wire implements AutoCloseable {

    private final Socket socket;
    private final InputStream input;
    private final byte[] received = new byte[2 * ProtocolLimits.LINE_BYTES_MAX];
    private int start;
    private int end;

    /** Connects and reads the greeting. */
    Wire(HostPort address, int timeoutMillis) throws IOException {
        socket = Dialler.SYSTEM.connect(address, Duration.ofMillis(timeoutMillis), Wire::connected);
        try {
            input = socket.getInputStream();
            ServerLine greeting = next(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
            if (greeting == null || !greeting.word().equals("LOCKSTEP")) {
                throw new IOException("no greeting");
            }
            if (greeting.option("auth") != null) {
                authenticate(timeoutMillis);
            }
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static Socket connected(InetSocketAddress address, int millis) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setTcpNoDelay(true);
            socket.connect(address, millis);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Says who the recorder is, with the token in the environment. */
    private void authenticate(int timeoutMillis) throws IOException {
        String token = System.getenv("LOCKSTEP_TOKEN");
        if (token == null || token.isEmpty()) {
            throw new IOException("the cluster has users, and LOCKSTEP_TOKEN has no token");
        }
        send("AUTH token=" + token);
        ServerLine reply = next(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis));
        if (reply == null || reply.kind() != ServerLine.Kind.OK) {
            throw new IOException("the token in LOCKSTEP_TOKEN is not taken");
        }
    }

    void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The next line; null if none arrives in time, after which the connection remains usable. */
    @Nullable
    ServerLine next(long deadlineNanos) throws IOException {
        String line = buffered();
        while (line == null) {
            long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
            if (leftMillis <= 0) {
                return null;
            }
            if (start > 0) {
                System.arraycopy(received, start, received, 0, end - start);
                end -= start;
                start = 0;
            }
            socket.setSoTimeout((int) Math.min(leftMillis, Integer.MAX_VALUE));
            try {
                int count = input.read(received, end, received.length - end);
                if (count <= 0) {
                    throw new IOException("the server closed the connection, or a line is too long");
                }
                end += count;
            } catch (SocketTimeoutException e) {
                return null;
            }
            line = buffered();
        }
        String text = line;
        return ReplyParser.parse(text).orElseThrow(() -> new IOException("not the protocol: " + text));
    }

    private @Nullable String buffered() {
        for (int i = start; i < end; i++) {
            if (received[i] == '\n') {
                int length = i - start - (i > start && received[i - 1] == '\r' ? 1 : 0);
                String line = new String(received, start, length, StandardCharsets.UTF_8);
                start = i + 1;
                return line;
            }
        }
        return null;
    }

    /** Closes the socket without QUIT; requests sent before may still reach the server. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            // The socket is not used again in either case.
            start = end;
        }
    }
}
