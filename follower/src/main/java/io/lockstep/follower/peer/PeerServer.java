package io.lockstep.follower.peer;

import io.lockstep.common.net.CannotListenException;
import io.lockstep.follower.peer.socket.PeerSocket;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.ServerSocketChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Accepts the links that other servers dial. Once a newer link of the same run of a server has been accepted, the older
 * one is closed and delivers nothing more: a message left in a dead connection must not arrive after its retry in the
 * new one.
 */
public final class PeerServer implements AutoCloseable {

    private static final long CLOSE_MILLIS_MAX = 1_000;
    private static final int BACKLOG = 64;

    private final PeerWire wire;
    private final Thread acceptor;
    private final ServerSocket serverSocket;

    /** Whether it listens on a loopback address only. */
    private final boolean local;

    /** All connections, the oldest first, and the sockets of those among them that members made. */
    private final Set<Inbound> connections = new LinkedHashSet<>();

    private final Set<PeerSocket> ofMembers = new HashSet<>();
    private final Map<Run, Newest> newest = new HashMap<>();

    /** One run of one server's process. */
    private record Run(String storageId, long incarnation) {}

    private record Newest(PeerLink link, long linkNumber) {}

    /** A connection, and the identity under which this server serves it. */
    private record Inbound(PeerSocket socket, PeerIdentity self) {

        String address() {
            return socket.address().getHostAddress() + ":" + socket.port();
        }
    }

    PeerServer(PeerWire wire, String host, int port) throws IOException {
        this.wire = wire;
        this.serverSocket = ServerSocketChannel.open().socket();
        InetSocketAddress wanted = new InetSocketAddress(InetAddress.getByName(host), port);
        try {
            // A restarted server must get its port although its last connections are still closing.
            serverSocket.setReuseAddress(true);
            serverSocket.bind(wanted, BACKLOG);
        } catch (IOException unusable) {
            serverSocket.close();
            throw new CannotListenException(wanted, unusable);
        }
        this.local = wanted.getAddress().isLoopbackAddress();
        this.acceptor = wire.newThread("peer-accept-" + port(), this::accept);
        acceptor.start();
    }

    /** The port it listens on. */
    public int port() {
        return serverSocket.getLocalPort();
    }

    /**
     * Stops listening and closes all accepted links. Blocks for a moment: the kernel frees the port only when the
     * thread that accepts has noticed.
     */
    @Override
    public void close() {
        closeQuietly(serverSocket);
        connections().forEach(connection -> closeQuietly(connection.socket));
        try {
            acceptor.join(CLOSE_MILLIS_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void closeOldLinks() {
        PeerIdentity present = wire.directory().self();
        for (Inbound connection : connections()) {
            if (!connection.self.equals(present)) {
                closeQuietly(connection.socket);
            }
        }
    }

    private synchronized List<Inbound> connections() {
        return List.copyOf(connections);
    }

    void closeLinksWith(int server) {
        List<Newest> all;
        synchronized (this) {
            all = List.copyOf(newest.values());
        }
        for (Newest each : all) {
            if (each.link.peer().server() == server) {
                each.link.close();
            }
        }
    }

    private void accept() {
        while (!serverSocket.isClosed()) {
            try {
                Inbound connection = admitted(new PeerSocket(wire.sockets().accepted(serverSocket.accept())));
                if (connection != null) {
                    wire.newThread("peer-read-" + connection.address(), () -> serve(connection))
                            .start();
                }
            } catch (IOException failed) {
                if (!serverSocket.isClosed()) {
                    wire.logInboundFailed("a server", failed);
                }
            }
        }
    }

    private @Nullable Inbound admitted(PeerSocket socket) throws IOException {
        Inbound connection;
        synchronized (this) {
            connection = new Inbound(socket, wire.directory().self());
            if (serverSocket.isClosed()) {
                closeQuietly(socket);
                return null;
            }
            if (connections.size() < wire.settings().linksMax() || closeOldestStranger()) {
                connections.add(connection);
                return connection;
            }
        }
        try (socket) {
            String explanation = "all " + wire.settings().linksMax() + " inbound links are taken";
            byte[] refusal = Handshake.refusalOfStranger(RefusalReason.TOO_MANY_LINKS, explanation)
                    .encode();
            socket.write(refusal, 0, refusal.length);
            wire.refused(new PeerRefusal(
                    RefusalReason.TOO_MANY_LINKS, explanation, connection.address(), null, true, false, false));
        }
        return null;
    }

    /** Makes room: a member must get in, however many others connect. */
    private boolean closeOldestStranger() {
        for (Inbound connection : connections) {
            if (!ofMembers.contains(connection.socket)) {
                connections.remove(connection);
                closeQuietly(connection.socket);
                return true;
            }
        }
        return false;
    }

    private void serve(Inbound connection) {
        PeerSocket socket = connection.socket;
        try (socket) {
            socket.sendAtOnce();
            Handshake handshake = new Handshake(
                    socket,
                    new FrameReader(socket),
                    connection.self,
                    wire.directory(),
                    connection.address(),
                    local && socket.address().isLoopbackAddress(),
                    wire.settings().handshakeMillis());
            serve(handshake, handshake.accept());
        } catch (HelloRefusedException refused) {
            wire.refused(refused.refusal());
        } catch (IOException broken) {
            wire.logInboundFailed(socket.address().getHostAddress(), broken);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                connections.remove(connection);
                ofMembers.remove(socket);
            }
        }
    }

    private void serve(Handshake handshake, Hello hello) throws IOException, InterruptedException {
        if (!hello.identity().joining() && wire.directory().isMember(hello.identity())) {
            synchronized (this) {
                ofMembers.add(handshake.socket());
            }
        }
        PeerLink link = new PeerLink(wire, handshake, hello, false);
        Run run = new Run(hello.identity().storageId(), hello.identity().incarnation());
        Newest entry = new Newest(link, hello.linkNumber());
        try {
            if (supersede(run, entry)) {
                handshake.welcome(wire.nextLinkNumber());
                link.run(() -> {});
            }
        } finally {
            link.end().complete();
            synchronized (this) {
                newest.remove(run, entry);
            }
        }
    }

    /** Ends the older link of the same run. Returns false if {@code entry} is itself the older one. */
    private boolean supersede(Run run, Newest entry) throws InterruptedException {
        Newest older;
        synchronized (this) {
            older = newest.get(run);
            if (older != null && older.linkNumber > entry.linkNumber) {
                return false;
            }
            newest.put(run, entry);
        }
        if (older != null) {
            older.link.close("a newer link of the same server is there");
            older.link.end().await();
        }
        return true;
    }

    private static void closeQuietly(Closeable closeable) {
        try {
            closeable.close();
        } catch (IOException alreadyGone) {
            // Nothing is left to close.
            return;
        }
    }
}
