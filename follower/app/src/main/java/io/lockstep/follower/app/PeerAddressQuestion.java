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

    /**
     * What a server says of itself.
     *
     * @param peerAddress empty while the server does not know its own
     * @param usersOnly whether it answers users only
     */
    record Answer(Optional<String> peerAddress, boolean usersOnly) {}

    /** Asks the server at {@code contact}. */
    static Answer ask(HostPort contact, Sockets sockets) throws IOException {
        return Dialler.SYSTEM.connect(
                contact, TIMEOUT, (address, millis) -> ask(sockets.toDial(contact.host()), address, millis));
    }

    private static Answer ask(Socket socket, InetSocketAddress contact, int millis) throws IOException {
        try (socket) {
            socket.connect(contact, millis);
            socket.setSoTimeout(millis);
            socket.getOutputStream().write("NODES\r\n".getBytes(StandardCharsets.UTF_8));
            return answer(new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8)));
        }
    }

    private static Answer answer(BufferedReader lines) throws IOException {
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
                        return new Answer(Optional.ofNullable(parsed.option("peer")), true);
                    }
                    self = server.isEmpty() ? self : server;
                }
                case ROW -> peer = server.equals(self) ? parsed.option("peer") : peer;
                case OK -> {
                    return new Answer(Optional.ofNullable(peer), false);
                }
                case ERR -> throw new IOException(parsed.message());
            }
        }
        throw new IOException("its answer does not end");
    }
}
