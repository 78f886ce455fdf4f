package io.lockstep.endtoend.cluster;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A proxy between clients and one server that can be cut and stalled. Data that is held up while it is stalled arrives
 * afterwards, as on a real network, even if the client has moved to another server. Safe for any thread.
 */
public final class FaultyNetwork implements AutoCloseable {

    private static final int BUFFER_BYTES = 8192;

    private enum State {
        WHOLE,
        STALLED,
        CUT
    }

    private final ServerSocket listener;
    private final int serverPort;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final Object changed = new Object();
    private State state = State.WHOLE;

    public FaultyNetwork(int serverPort) {
        this.serverPort = serverPort;
        try {
            listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    /** The port to which clients connect instead of the server's. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Holds up all data in both directions, without an error on either side. */
    public void stall() {
        become(State.STALLED);
    }

    /** Breaks all connections, and refuses new ones. */
    public void cut() {
        become(State.CUT);
        sockets.forEach(FaultyNetwork::close);
    }

    public void heal() {
        become(State.WHOLE);
    }

    private void become(State newState) {
        synchronized (changed) {
            state = newState;
            changed.notifyAll();
        }
    }

    /** Waits while the network is stalled; returns whether it is whole then. */
    private boolean passes() throws InterruptedException {
        synchronized (changed) {
            while (state == State.STALLED) {
                changed.wait();
            }
            return state == State.WHOLE;
        }
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException | InterruptedException e) {
                        // One side has closed, so the connection ends.
                        return;
                    }
                },
                "network");
        thread.setDaemon(true);
        thread.start();
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException, InterruptedException {
        if (!passes()) {
            close(client);
            return;
        }
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
            sockets.add(server);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            start(() -> copy(client, server));
            start(() -> copy(server, client));
        } catch (IOException e) {
            close(client);
        }
    }

    private void copy(Socket from, Socket to) throws IOException, InterruptedException {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = input.read(buffer); count > 0; count = input.read(buffer)) {
                if (!passes()) {
                    return;
                }
                output.write(buffer, 0, count);
            }
            // A stalled network holds up the end of a connection, too.
            passes();
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
