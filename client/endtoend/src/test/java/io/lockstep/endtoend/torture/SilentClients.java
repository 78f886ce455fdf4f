package io.lockstep.endtoend.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Connections to servers from which nobody reads. */
final class SilentClients {

    private static final int CONNECT_MILLIS = 500;
    private static final int RECEIVE_BYTES = 4096;
    private static final int REQUESTS_MAX = 20_000;

    private static final byte[] REQUEST = "HELP\n".getBytes(StandardCharsets.UTF_8);

    private final List<SocketChannel> channels = new ArrayList<>();

    /** Opens this many connections, or as many as the server accepts. */
    void connect(Machine machine, int count) {
        for (int i = 0; i < count; i++) {
            try {
                SocketChannel channel = SocketChannel.open();
                channels.add(channel);
                channel.socket().setReceiveBufferSize(RECEIVE_BYTES);
                InetSocketAddress address = new InetSocketAddress(machine.host().address(), Machine.CLIENT_PORT);
                channel.socket().connect(address, CONNECT_MILLIS);
            } catch (IOException e) {
                // The server is down, or has no room: this, too, is as it should be under faults.
                return;
            }
        }
    }

    /** Sends requests with long answers until no connection takes any more. */
    void askMuch() {
        channels.forEach(SilentClients::askMuch);
    }

    private static void askMuch(SocketChannel channel) {
        try {
            channel.configureBlocking(false);
            int sent = 0;
            while (sent < REQUESTS_MAX && channel.write(ByteBuffer.wrap(REQUEST)) > 0) {
                sent++;
            }
        } catch (IOException e) {
            // The server has closed this one.
            return;
        }
    }

    void close() {
        try {
            for (SocketChannel channel : channels) {
                channel.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
