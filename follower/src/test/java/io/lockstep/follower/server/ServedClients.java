package io.lockstep.follower.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.net.Connection;
import io.lockstep.common.net.ConnectionHandler;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.LoopOwner;
import io.lockstep.common.net.LoopSettings;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.context.TestClock;
import io.lockstep.follower.forwarding.RecordingLeader;
import io.lockstep.follower.forwarding.RecordingPeers;
import io.lockstep.follower.node.Node;
import io.lockstep.follower.replication.IdleReplication;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Clients on real sockets, at a node that hears of a leader and of the time from the test alone. */
final class ServedClients implements LoopOwner {

    static final int CONNECTIONS_MAX = 10;

    final TestClock clock = new TestClock();
    final IdleReplication replication = new IdleReplication(1, 2, 3);
    final Node node;
    final SilentClients silent = new SilentClients(CONNECTIONS_MAX);

    /** Those that are connected. For the thread of the loop only. */
    final Set<ClientConnection> connected = new LinkedHashSet<>();

    private final EventLoop loop = new EventLoop(
            this, new LoopSettings(ProtocolLimits.LINE_BYTES_MAX, CONNECTIONS_MAX, "* BYE", 1 << 20, 4L << 20));
    private final List<Socket> sockets = new ArrayList<>();
    private final InetSocketAddress address;
    private final Thread thread = new Thread(loop, "loop");

    ServedClients() throws IOException {
        NodeIdentity self = new NodeIdentity(
                "cluster", new ServerIncarnation(1, 1), "disk-1", "127.0.0.1:9001", "127.0.0.1:9101", Program.FIRST);
        node = new Node(
                self,
                NodeSettings.defaults(),
                events -> replication,
                (term, server) -> new RecordingLeader(term),
                new RecordingPeers(),
                clock,
                new Random(1));
        address = loop.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        thread.start();
    }

    @Override
    public ConnectionHandler opened(Connection connection) {
        ClientConnection client = new ClientConnection(connection, node, this::closed);
        connected.add(client);
        silent.connected(client);
        return client;
    }

    private void closed(ClientConnection client) {
        connected.remove(client);
        silent.closed(client);
    }

    @Override
    public long tick(long nowNanos) {
        node.flush();
        return TimeUnit.MILLISECONDS.toNanos(50);
    }

    @Override
    public void stalled(long gapNanos) {}

    @Override
    public void cut(int clients) {}

    @Override
    public void acceptFailed(IOException reason) {}

    /** Asks on the thread of the loop. */
    <T> T ask(Supplier<T> question) throws Exception {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(question.get());
            } catch (RuntimeException bug) {
                answer.completeExceptionally(bug);
            }
        });
        return answer.get(10, TimeUnit.SECONDS);
    }

    /** Does something on the thread of the loop. */
    void run(Runnable task) throws Exception {
        ask(() -> {
            task.run();
            return true;
        });
    }

    /** Connects, and takes the greeting. */
    Client connect() throws IOException {
        Client client = new Client(new Socket(address.getAddress(), address.getPort()));
        assertThat(client.read()).startsWith("* LOCKSTEP");
        return client;
    }

    /** Closes all connections, and ends the loop. */
    void stop() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        loop.stop();
        thread.join();
    }

    /** A client's end. */
    final class Client {

        private final Socket socket;
        private final BufferedReader lines;

        Client(Socket socket) throws IOException {
            this.socket = socket;
            this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            sockets.add(socket);
        }

        String read() throws IOException {
            return lines.readLine();
        }

        void send(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        /** Sends a line that is answered at once, so that all lines before it have arrived. */
        void ping() throws IOException {
            send("#ping PING");
            assertThat(read()).startsWith("#ping OK PONG");
        }
    }
}
