package io.lockstep.simulation.live;

import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client beside the one under test: holds locks, or acts as an operator. For one thread at a time; blocks. */
final class OtherClient implements AutoCloseable {

    private final Socket socket;
    private final BufferedReader lines;

    OtherClient(String serverAddress, ClientTraffic traffic) {
        int port = Integer.parseInt(serverAddress.substring(serverAddress.lastIndexOf(':') + 1));
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            traffic.exempt("127.0.0.1:" + socket.getLocalPort());
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request and returns the reply, which must be OK. */
    ServerLine call(String request) {
        try {
            socket.getOutputStream().write((request + "\n").getBytes(StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (RequestLine.endsAnswer(line)) {
                    return ok(request, line);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(request + ": the connection closed");
    }

    private static ServerLine ok(String request, String line) {
        ServerLine reply = ReplyParser.parse(line).orElseThrow();
        if (reply.kind() != ServerLine.Kind.OK) {
            throw new IllegalStateException(request + ": " + line);
        }
        return reply;
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
