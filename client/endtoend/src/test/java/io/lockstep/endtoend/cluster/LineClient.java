package io.lockstep.endtoend.cluster;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client that only sends and receives lines, as {@code nc} does. Used by one thread. */
public final class LineClient implements AutoCloseable {

    private static final int READ_MILLIS_MAX = 60_000;

    /** The answer of a server: the rows and the reply. */
    public record Answer(List<ServerLine> rows, String line) {

        public ServerLine reply() {
            return parsed(line);
        }

        /** An option of the reply. Fails if there is none of this name. */
        public String option(String key) {
            String value = reply().option(key);
            if (value == null) {
                throw new AssertionError("no " + key + "= in: " + line);
            }
            return value;
        }

        /** The value of a key in the rows. Fails if there is none. */
        public String fact(String key) {
            return rows.stream()
                    .map(row -> row.option(key))
                    .filter(value -> value != null)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no row with " + key + "="));
        }

        public boolean ok() {
            return line.startsWith("OK");
        }
    }

    private final Socket socket;
    private final BufferedReader lines;
    private final String greeting;
    private @Nullable String unread;

    public LineClient(int port) throws IOException {
        this(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), READ_MILLIS_MAX);
    }

    /** Connects to another host; each step takes at most this time, or fails. */
    public LineClient(InetSocketAddress address, int millisMax) throws IOException {
        socket = new Socket();
        try {
            socket.connect(address, millisMax);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millisMax);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        greeting = greeted();
    }

    /** Speaks over a socket that is connected. */
    public LineClient(Socket connected) throws IOException {
        socket = connected;
        socket.setSoTimeout(READ_MILLIS_MAX);
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        greeting = greeted();
    }

    private String greeted() throws IOException {
        String first = read();
        if (first == null) {
            throw new IOException("the server closed the connection without a greeting");
        }
        return first;
    }

    public String greeting() {
        return greeting;
    }

    /** The port of this end of the connection. */
    public int localPort() {
        return socket.getLocalPort();
    }

    /** Sends a line and returns the rows and the reply, without pushes. */
    public Answer ask(String line) throws IOException {
        send(line);
        return answer();
    }

    /** Reads up to the next reply. */
    public Answer answer() throws IOException {
        List<ServerLine> rows = new ArrayList<>();
        while (true) {
            String line = read();
            if (line == null) {
                throw new IOException("the server closed the connection without an answer");
            }
            ServerLine parsed = parsed(line);
            if (parsed.isReply()) {
                return new Answer(rows, line);
            }
            if (parsed.kind() == ServerLine.Kind.ROW) {
                rows.add(parsed);
            }
        }
    }

    public void send(String line) throws IOException {
        send((line + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** The next line; null if the server has closed the connection. */
    @Nullable
    public String read() throws IOException {
        String line = unread != null ? unread : lines.readLine();
        unread = null;
        return line;
    }

    /** Returns a line, to be read again. */
    public void unread(@Nullable String line) {
        unread = line;
    }

    private static ServerLine parsed(String line) {
        return ReplyParser.parse(line).orElseThrow(() -> new AssertionError("not a line of the protocol: " + line));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
