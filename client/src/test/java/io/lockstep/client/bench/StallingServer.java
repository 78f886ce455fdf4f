package io.lockstep.client.bench;

import io.lockstep.common.net.HostPort;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every line of one client at once, as a STATUS of a free lock, but for one, before which it stands still. */
final class StallingServer implements AutoCloseable {

    private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    private final int stalledRequest;
    private final long stallMillis;

    StallingServer(int stalledRequest, long stallMillis) throws IOException {
        this.stalledRequest = stalledRequest;
        this.stallMillis = stallMillis;
        Thread thread = new Thread(this::serve, "stalling-server");
        thread.setDaemon(true);
        thread.start();
    }

    HostPort address() {
        return new HostPort("127.0.0.1", listener.getLocalPort());
    }

    private void serve() {
        try (Socket client = listener.accept()) {
            client.setTcpNoDelay(true);
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
            OutputStream out = client.getOutputStream();
            int requests = 0;
            while (lines.readLine() != null) {
                requests++;
                if (requests == stalledRequest) {
                    Thread.sleep(stallMillis);
                }
                out.write("OK STATUS a state=free index=1\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException | InterruptedException over) {
            // The client or the test has ended.
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
