package io.lockstep.follower.app;

import io.lockstep.common.net.Dialler;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.net.Sockets;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.follower.server.ServerOptions;
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
 * is taken to have the usual one, 100 above its client port.
 */
final class PeerAddressQuestion {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final int LINES_MAX = 1_000;
    private static final String FOR_USERS_ONLY = "AUTH_REQUIRED";

    private PeerAddressQuestion() {}

    /** The peer address of the server at {@code contact}; empty while that server does not know its own. */
    static Optional<String> ask(HostPort contact, Sockets sockets) throws IOException {
        String usual = new HostPort(contact.host(), ServerOptions.usualPeerPort(contact.port())).toString();
        return Dialler.SYSTEM.connect(
                contact, TIMEOUT, (address, millis) -> ask(sockets.toDial(contact.host()), address, usual, millis));
    }

    private static Optional<String> ask(Socket socket, InetSocketAddress contact, String usual, int millis)
            throws IOException {
        try (socket) {
            socket.connect(contact, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write("NODES\r\n".getBytes(StandardCharsets.UTF_8));
            return answer(
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)), usual);
        }
    }

    private static Optional<String> answer(BufferedReader lines, String usual) throws IOException {
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
                    // A server of a cluster with users tells a stranger this alone.
                    peer = parsed.option("auth") != null ? parsed.option("peer") : peer;
                    if (peer != null) {
                        return Optional.of(peer);
                    }
                    self = server.isEmpty() ? self : server;
                }
                case ROW -> peer = server.equals(self) ? parsed.option("peer") : peer;
                case OK -> {
                    return Optional.ofNullable(peer);
                }
                case ERR -> {
                    if (parsed.word().equals(FOR_USERS_ONLY)) {
                        return Optional.of(usual);
                    }
                    throw new IOException(parsed.message());
                }
            }
        }
        throw new IOException("its answer does not end");
    }
}
