package io.lockstep.endtoend.fuzz;

import io.lockstep.endtoend.cluster.LineClient;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends strange lines to the port for clients, and reads everything that comes back. */
final class LineStranger implements Stranger {

    /** Far more than a busy server needs for one batch. */
    private static final int ANSWER_MILLIS_MAX = 20_000;

    /** A server has answered the lines before this one, too. */
    private static final String END = "#end-of-strange-lines";

    private final InetSocketAddress address;
    private final StrangeLines lines;
    private @Nullable LineClient connection;

    LineStranger(int port, long seed) {
        this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.lines = new StrangeLines(seed);
    }

    @Override
    public void send(int inputs) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < inputs; i++) {
            bytes.writeBytes(lines.next());
        }
        bytes.writeBytes((END + " PING\n").getBytes(StandardCharsets.UTF_8));
        LineClient open = connection;
        if (open == null) {
            open = new LineClient(address, ANSWER_MILLIS_MAX);
            connection = open;
        }
        try {
            open.send(bytes.toByteArray());
            String line = open.read();
            while (line != null && !line.startsWith(END)) {
                line = open.read();
            }
            if (line == null) {
                leave();
            }
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException closed) {
            // It closed the connection while it was written to. Whether it runs, the next connection tells.
            leave();
        }
    }

    @Override
    public void leave() throws IOException {
        LineClient open = connection;
        connection = null;
        if (open != null) {
            open.close();
        }
    }
}
