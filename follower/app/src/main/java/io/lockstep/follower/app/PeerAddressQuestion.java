package io.lockstep.follower.app;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks a server for its peer address with NODES in the line protocol, as a client can. A server that answers users only
 * says it in its greeting.
 */
final class PeerAddressQuestion {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int LINES_MAX = 1_000;

    private PeerAddressQuestion() {}

    /** The peer address of the server at {@code contact}; empty while that server does not know its own. */
    static Optional<String> ask(HostPort contact, Sockets sockets) throws IOException {
        return Dialler.SYSTEM.connect(
                contact, TIMEOUT, (address, millis) -> ask(sockets.toDial(contact.host()), address, millis));
    }

    private static Optional<String> ask(Socket socket, InetSocketAddress contact, int millis) throws IOException {
        try (socket) {
            socket.connect(contact, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write("NODES\r\n".getBytes(StandardCharsets.UTF_8));
            return answer(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }
    }

    private static Optional<String> answer(BufferedReader lines) throws IOException {
        String self = "";
        String peer = null;
        for (int i = 0; i < LINES_MAX; i++) {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("it closed the connection");
            }
            ServerLine parsed = ReplyParser.parse(line)
                    .orElseThrow(() -> new IOException("it does not answer as a Lockstep server does"));
            String server = parsed.options().getOrDefault("server", "");
            switch (parsed.kind()) {
                case PUSH -> {
                    if (parsed.option("peer") != null) {
                        return Optional.ofNullable(parsed.option("peer"));
                    }
                    self = server.isEmpty() ? self : server;
                }
                case ROW -> peer = server.equals(self) ? parsed.option("peer") : peer;
                case OK -> {
                    return Optional.ofNullable(peer);
                }
                case ERR -> throw new IOException(parsed.message());
            }
        }
        throw new IOException("its answer does not end");
    }
}
