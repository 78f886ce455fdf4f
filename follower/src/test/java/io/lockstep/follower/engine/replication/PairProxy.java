package io.lockstep.follower.engine.replication;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands before the peer port of one server, and tells from the hello which server dials. It can close the connections
 * of one of them and each new one before its hello is answered, as if the server's process had ended.
 */
final class PairProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;
    private static final Pattern STORAGE_ID = Pattern.compile("storage-(\\d+)");

    private final ServerSocket listener;
    private final int targetPort;
    private final Map<Socket, Integer> diallers = new ConcurrentHashMap<>();
    private final Set<Integer> closedTo = ConcurrentHashMap.newKeySet();

    PairProxy(int targetPort) {
        this.targetPort = targetPort;
        try {
            listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        start(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    /** Closes all connections that this server has dialled, and will dial. */
    void closeTo(int dialler) throws IOException {
        closedTo.add(dialler);
        for (Map.Entry<Socket, Integer> each : diallers.entrySet()) {
            if (each.getValue() == dialler) {
                each.getKey().close();
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : diallers.keySet()) {
            socket.close();
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException ended) {
                        // One of the two ends has closed.
                        return;
                    }
                },
                "pair-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            start(() -> connect(client));
        }
    }

    private void connect(Socket client) throws IOException {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            byte[] buffer = new byte[BUFFER_BYTES];
            // The opening names nobody. The hello follows once the other end has answered.
            server.getOutputStream().write(buffer, 0, next(client, buffer));
            start(() -> copy(server, client));
            int count = next(client, buffer);
            int dialler = diallerOf(buffer, count);
            diallers.put(client, dialler);
            if (closedTo.contains(dialler)) {
                return;
            }
            server.getOutputStream().write(buffer, 0, count);
            copy(client, server);
        } finally {
            diallers.remove(client);
        }
    }

    private static int next(Socket from, byte[] buffer) throws IOException {
        int count = from.getInputStream().read(buffer);
        if (count < 0) {
            throw new EOFException();
        }
        return count;
    }

    private static int diallerOf(byte[] hello, int count) throws IOException {
        Matcher id = STORAGE_ID.matcher(new String(hello, 0, count, StandardCharsets.ISO_8859_1));
        if (!id.find()) {
            throw new IOException("no hello");
        }
        return Integer.parseInt(id.group(1));
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from;
                to) {
            InputStream input = from.getInputStream();
            OutputStream output = to.getOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int count = input.read(buffer); count > 0; count = input.read(buffer)) {
                output.write(buffer, 0, count);
            }
        }
    }
}
