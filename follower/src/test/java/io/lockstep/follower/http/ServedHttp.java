package io.lockstep.follower.http;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.net.Connection;
import io.lockstep.common.net.ConnectionHandler;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.LoopOwner;
import io.lockstep.common.net.LoopSettings;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.TestClock;
import io.lockstep.follower.forwarding.RecordingLeader;
import io.lockstep.follower.forwarding.RecordingPeers;
import io.lockstep.follower.metrics.LatencyHistogram;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.follower.metrics.LoopMetrics;
import io.lockstep.follower.metrics.ServerMetrics;
import io.lockstep.follower.node.Node;
import io.lockstep.follower.replication.IdleReplication;
import io.lockstep.follower.tls.Encryption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The HTTP port of a server whose loop turns, and whose log a test speaks for. */
final class ServedHttp implements LoopOwner, LogState {

    static final int CONNECTIONS = 24;

    final TestClock clock = new TestClock();
    final Pulse pulse = new Pulse(clock::nanoTime);
    volatile long diskSilentMillis;
    volatile long behindMillis;

    private final Node node;
    private final EventLoop loop =
            new EventLoop(this, new LoopSettings(ProtocolLimits.LINE_BYTES_MAX, 10, "* BYE", 1 << 20, 4L << 20));
    private final Thread thread = new Thread(loop, "loop");
    private final HttpPort port;
    private long index;

    /** A port with these routes beside those of health, at a server that is still reading its data. */
    ServedHttp(HttpRoute... routes) throws IOException {
        node = new Node(
                new NodeIdentity(
                        "cluster",
                        new ServerIncarnation(1, 1),
                        "disk-1",
                        "127.0.0.1:9001",
                        "127.0.0.1:9101",
                        Program.FIRST),
                NodeSettings.defaults(),
                events -> new IdleReplication(1, 2, 3),
                (term, server) -> new RecordingLeader(term),
                new RecordingPeers(),
                clock,
                new Random(1));
        port = HttpPort.open(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                List.of("lock.example"),
                Encryption.NONE,
                CONNECTIONS,
                List.of(routes));
    }

    /** The server has read its data. */
    ServedHttp start() throws Exception {
        thread.start();
        apply(new Command.FoundCluster("cluster", 1));
        port.serve(new Backing(
                loop,
                node::connected,
                pulse,
                new ServerMetrics(node.clients().metrics(), node.clients().census(), new LoopMetrics(), this)));
        return this;
    }

    /** Applies a command on the loop, and has the server know it. */
    void apply(Command command) throws Exception {
        Origin nobody = new Origin(new ServerIncarnation(0, 0), 0);
        run(() -> node.applied(
                ++index, EntryCodec.encode(new Entry(nobody, 0, 0, List.of(new Submission(nobody, command))))));
    }

    /** The server follows a leader; 0 for none. */
    void follow(int leader) throws Exception {
        run(() -> node.following(leader, 1));
    }

    /** The server leads, so that its map is up to date. */
    void lead() throws Exception {
        run(() -> node.leading(1));
    }

    /** Runs a task on the loop, and returns once the turn is over. */
    void run(Runnable task) throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            task.run();
            beat();
            done.countDown();
        });
        if (!done.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("the loop does not turn");
        }
    }

    /** Stops the loop until the result is run. */
    Runnable standStill() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        CountDownLatch still = new CountDownLatch(1);
        loop.execute(() -> {
            still.countDown();
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        still.await();
        return over::countDown;
    }

    private void beat() {
        pulse.beat(node.leader(), node.clients().localReads().level());
    }

    HostPort address() {
        return port.address().orElseThrow();
    }

    /** Sends a request, with the headers given each as a line, and returns the whole reply. */
    String ask(String method, String path, String... headers) throws IOException {
        boolean named = List.of(headers).stream().anyMatch(header -> header.startsWith("Host:"));
        return raw(method + " " + path + " HTTP/1.1\r\n" + (named ? "" : "Host: " + address() + "\r\n")
                + "Connection: close\r\n"
                + String.join(
                        "",
                        List.of(headers).stream().map(header -> header + "\r\n").toList())
                + "\r\n");
    }

    /** Sends text, and returns all that comes back. */
    String raw(String text) throws IOException {
        try (Socket socket = connect(text)) {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Connects and sends text. */
    Socket connect(String text) throws IOException {
        Socket socket = new Socket(address().host(), address().port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        return socket;
    }

    /** Asks with GET. */
    String get(String path, String... headers) throws IOException {
        return ask("GET", path, headers);
    }

    /** Closes the port, and ends the loop. */
    void close() throws Exception {
        port.close();
        if (thread.isAlive()) {
            loop.stop();
            thread.join();
        }
    }

    @Override
    public long tick(long nowNanos) {
        node.tick();
        beat();
        return TimeUnit.MILLISECONDS.toNanos(20);
    }

    @Override
    public ConnectionHandler opened(Connection connection) {
        throw new IllegalStateException("nobody listens");
    }

    @Override
    public void stalled(long gapNanos) {}

    @Override
    public void cut(int clients) {}

    @Override
    public void acceptFailed(IOException reason) {}

    @Override
    public long diskSilentMillis() {
        return diskSilentMillis;
    }

    @Override
    public long behindMillis() {
        return behindMillis;
    }

    @Override
    public long lastIndex() {
        return 0;
    }

    @Override
    public long committedIndex() {
        return 0;
    }

    @Override
    public LatencyHistogram writes() {
        return LatencyHistogram.ofWork();
    }

    @Override
    public LatencyHistogram proposals() {
        return LatencyHistogram.ofWork();
    }

    @Override
    public Optional<StoredSnapshot> snapshot() {
        return Optional.empty();
    }

    @Override
    public DiskSpace space() {
        return new DiskSpace(2, 1);
    }

    @Override
    public List<PeerLag> peers() {
        return List.of();
    }
}
