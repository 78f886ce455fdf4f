package io.lockstep.client.fake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One server of a {@link FakeCluster}: a port, and a thread for each connection. */
public final class FakeServer implements AutoCloseable {

    private final FakeCluster cluster;
    private final int number;
    private final ServerSocket socket;
    private final Thread acceptor;
    private final Set<Peer> peers = ConcurrentHashMap.newKeySet();
    private volatile String hash = "cafe";

    FakeServer(FakeCluster cluster, int number) {
        this.cluster = cluster;
        this.number = number;
        try {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        acceptor = start(this::accept, "fake-server-" + number);
    }

    int number() {
        return number;
    }

    String hash() {
        return hash;
    }

    /** What INFO says from now on. */
    public void hash(String other) {
        hash = other;
    }

    public String address() {
        return "127.0.0.1:" + socket.getLocalPort();
    }

    /** Closes all connections; new ones are welcome. */
    public void cut() {
        peers.forEach(Peer::close);
    }

    /** Closes all connections and the port, as a server that was killed. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            // A thread that is just accepting keeps the port open until it has noticed.
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cut();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Peer peer = new Peer(socket.accept());
                peers.add(peer);
                start(peer::read, "fake-peer");
            } catch (IOException e) {
                return;
            }
        }
    }

    private static Thread start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** One client's connection. */
    final class Peer {

        private final Socket connection;

        /** Whether a session was at this connection, be it over by now. Used under the cluster's lock. */
        boolean hadSession;

        private Peer(Socket connection) {
            this.connection = connection;
        }

        FakeServer server() {
            return FakeServer.this;
        }

        private void read() {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                send(cluster.greeting(number));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    cluster.take(this, line);
                }
            } catch (IOException e) {
                // The connection is gone, which is what a test may have wanted.
            } finally {
                close();
            }
        }

        void send(String line) {
            try {
                OutputStream output = connection.getOutputStream();
                output.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                close();
            }
        }

        void close() {
            peers.remove(this);
            try {
                connection.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
