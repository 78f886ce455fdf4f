package io.lockstep.tools.record;

import io.lockstep.tools.history.Operation.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Offers a resource to other processes of this machine: each write is a line {@code token lock}, answered by a word.
 */
public final class ResourceServer implements AutoCloseable {

    private final Resource resource;
    private final ServerSocket listener;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    /**
     * Listens on a free port of the loopback address, with one thread for each connection.
     *
     * @throws IOException if it cannot listen
     */
    public ResourceServer(Resource resource) throws IOException {
        this.resource = resource;
        this.listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        start(this::accept, "resource-accept");
    }

    /** The address of this server. */
    public int port() {
        return listener.getLocalPort();
    }

    private static void start(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                connections.add(socket);
                start(() -> serve(socket), "resource-connection");
            }
        } catch (IOException e) {
            // The listener is closed: this is how the server ends.
            connections.removeIf(Socket::isClosed);
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            OutputStream output = socket.getOutputStream();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                int space = line.indexOf(' ');
                Result result = resource.write(line.substring(space + 1), Long.parseLong(line.substring(0, space)));
                output.write((result + "\n").getBytes(StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The writer has gone, as writers under test do.
            connections.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : connections) {
            socket.close();
        }
    }
}
