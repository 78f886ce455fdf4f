package io.lockstep.tools.record;

import io.lockstep.common.net.HostPort;
import io.lockstep.tools.history.Operation.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A resource in another process, offered by {@link ResourceServer}. After a broken connection all results are unknown.
 */
public final class RemoteResource implements Resource, AutoCloseable {

    private final Socket socket;
    private final BufferedReader lines;

    /**
     * Connects.
     *
     * @throws IOException if the connection fails
     */
    public RemoteResource(HostPort address) throws IOException {
        socket = new Socket(address.host(), address.port());
        socket.setTcpNoDelay(true);
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    @Override
    public synchronized Result write(String lock, long token) {
        try {
            socket.getOutputStream().write((token + " " + lock + "\n").getBytes(StandardCharsets.UTF_8));
            String answer = lines.readLine();
            return answer == null ? Result.UNKNOWN : Result.valueOf(answer);
        } catch (IOException e) {
            return Result.UNKNOWN;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
