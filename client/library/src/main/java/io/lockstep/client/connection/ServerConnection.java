package io.lockstep.client.connection;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection to one server. Safe for any number of threads; a thread of its own reads. Requests are tagged, so
 * a slow one delays no other.
 */
public final class ServerConnection implements AutoCloseable {

    private static final int ROWS_MAX = 2 * ProtocolLimits.LIST_ROWS_MAX;

    /** Leaves room for keep-alives beside waiting LOCKs. */
    private static final int LOCKS_IN_FLIGHT_MAX = ProtocolLimits.IN_FLIGHT_MAX - 8;

    private final HostPort address;
    private final Socket socket;
    private final OutputStream output;
    private final LineReader input;
    private final ServerLine greeting;
    private final ConnectionListener listener;
    private final Object writing = new Object();
    private final Map<String, PendingReply> pending = new HashMap<>();
    private volatile long heardNanos = System.nanoTime();
    private long tagsUsed;
    private @Nullable String brokenBecause;

    private ServerConnection(
            HostPort address, Socket socket, LineReader input, ServerLine greeting, ConnectionListener listener)
            throws IOException {
        this.address = address;
        this.socket = socket;
        this.output = socket.getOutputStream();
        this.input = input;
        this.greeting = greeting;
        this.listener = listener;
    }

    /**
     * Connects, waits for the greeting, and sends AUTH if there is a token. Looks the name of the host up, and tries
     * all its addresses in turn. Blocks for at most about twice the timeout, and for a login that the server refuses
     * some seconds more.
     *
     * @throws IOException if no server of this protocol answers; the message is a clause for the user
     */
    static ServerConnection open(
            Dialler dialler,
            Sockets sockets,
            HostPort address,
            Duration timeout,
            TokenSource tokens,
            ConnectionListener listener,
            ThreadFactory threads)
            throws IOException {
        try {
            ServerConnection connection = dialler.connect(
                    address,
                    timeout,
                    (at, millis) -> open(address, sockets.toDial(address.host()), at, millis, tokens, listener));
            connection.startReading(threads);
            return connection;
        } catch (LoginRefusedException e) {
            throw e;
        } catch (IOException e) {
            throw new IOException(address + ": " + reason(e), e);
        }
    }

    /** The same with the name service of the system, over a plain socket. */
    public static ServerConnection open(HostPort address, Duration timeout, ConnectionListener listener)
            throws IOException {
        return open(Dialler.SYSTEM, Sockets.PLAIN, address, timeout, TokenSource.NONE, listener, new DaemonThreads());
    }

    private static ServerConnection open(
            HostPort address,
            Socket socket,
            InetSocketAddress at,
            int millis,
            TokenSource tokens,
            ConnectionListener listener)
            throws IOException {
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(millis);
            socket.connect(at, millis);
            LineReader input = new LineReader(socket.getInputStream());
            ServerLine greeting = Greeting.exchange(socket, input, tokens);
            socket.setSoTimeout(0);
            return new ServerConnection(address, socket, input, greeting, listener);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The failure as a clause for the user. */
    private static String reason(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof UnknownHostException) {
            return "no such host";
        }
        if (e instanceof ConnectException) {
            return "connection refused";
        }
        return Optional.ofNullable(e.getMessage()).orElse("connection failed");
    }

    /** The address of the server. */
    public HostPort address() {
        return address;
    }

    /** The server's first line, or its answer to AUTH: the line that names its cluster. */
    public ServerLine greeting() {
        return greeting;
    }

    /** When the newest line of the server arrived, as {@link System#nanoTime()}. */
    public long heardNanos() {
        return heardNanos;
    }

    /** Whether the connection is open, as far as is known. */
    public boolean isOpen() {
        synchronized (pending) {
            return brokenBecause == null;
        }
    }

    /**
     * Sends a request and waits for the answer. An answer that comes after the timeout is dropped.
     *
     * @return answered; not done if it was not sent; unknown if it was sent and no answer came
     */
    public CallOutcome call(Call call, Duration timeout) throws InterruptedException {
        PendingReply reply = send(call);
        try {
            return reply.await(timeout);
        } finally {
            forget(reply);
        }
    }

    /** Sends a request. Its answer is delivered to the returned object until that is {@linkplain #forget forgotten}. */
    public PendingReply send(Call call) {
        int inFlightMax = call.verb() == Verb.LOCK ? LOCKS_IN_FLIGHT_MAX : ProtocolLimits.IN_FLIGHT_MAX;
        PendingReply reply;
        synchronized (pending) {
            if (brokenBecause != null) {
                return PendingReply.notDone(brokenBecause);
            }
            if (pending.size() >= inFlightMax) {
                return PendingReply.notDone(inFlightMax + " requests of this connection are unanswered, its limit");
            }
            reply = new PendingReply("#" + ++tagsUsed);
            pending.put(reply.tag(), reply);
        }
        send(call.line(reply.tag()));
        return reply;
    }

    /** Drops a later answer. */
    public void forget(PendingReply reply) {
        synchronized (pending) {
            pending.remove(reply.tag());
        }
    }

    /** Closes the socket. Unanswered requests end as unknown. */
    @Override
    public void close() {
        fail("the connection was closed");
    }

    /** Closes the connection for a reason. */
    public void fail(String why) {
        List<PendingReply> unanswered;
        synchronized (pending) {
            if (brokenBecause != null) {
                return;
            }
            brokenBecause = why;
            unanswered = new ArrayList<>(pending.values());
        }
        try {
            socket.close();
        } catch (IOException e) {
            // The connection counts as broken in any case, as reported below.
            why = why + "; closing it failed too";
        }
        String finalWhy = why;
        unanswered.forEach(reply -> reply.broken(finalWhy));
        listener.broken(this, finalWhy);
    }

    private void send(String line) {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            synchronized (writing) {
                output.write(bytes);
            }
        } catch (IOException e) {
            // The line may have been sent in whole or in part, so the pending reply ends as unknown.
            fail("the connection broke: " + reason(e));
        }
    }

    private void startReading(ThreadFactory threads) {
        boolean started = false;
        try {
            Thread reader = threads.newThread(this::read);
            reader.setName("lockstep-reader-" + address);
            reader.start();
            started = true;
        } finally {
            if (!started) {
                fail("it has no thread to read");
            }
        }
    }

    private void read() {
        try {
            for (String line = input.next(); line != null; line = input.next()) {
                String text = line;
                heardNanos = System.nanoTime();
                ServerLine parsed = ReplyParser.parse(line)
                        .orElseThrow(() -> new IOException("the server sent a malformed line: " + text));
                take(parsed);
            }
            fail("the server closed the connection");
        } catch (IOException e) {
            fail("the connection broke: " + reason(e));
        } finally {
            fail("an error has ended its reader");
        }
    }

    private void take(ServerLine line) throws IOException {
        if (line.kind() == ServerLine.Kind.PUSH) {
            if (line.word().equals("PING")) {
                send(Call.of(Verb.PONG, line.values().toArray(String[]::new)).line(""));
            }
            if (isOpen()) {
                listener.pushed(this, line);
            }
            return;
        }
        PendingReply reply;
        synchronized (pending) {
            reply = pending.get(line.tag());
        }
        if (reply == null) {
            // The caller stopped waiting, or the error concerns no particular request and the server will close.
            return;
        }
        if (line.isReply()) {
            reply.answered(line);
        } else if (!reply.row(line, ROWS_MAX)) {
            throw new IOException("the server sent over " + ROWS_MAX + " rows");
        }
    }
}
