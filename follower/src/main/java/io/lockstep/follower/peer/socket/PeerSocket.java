package io.lockstep.follower.peer.socket;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A connection to another server. One thread reads and one at a time writes; both may run at once. It begins as a
 * blocking socket, for the handshake. After {@link #stopBlocking}, {@link #writeNow} sends what the system takes at
 * once, so that any thread can send without the risk to wait for the other end. A socket without a channel, as one of
 * TLS, stays as it is, and {@link #writeNow} sends nothing.
 */
public final class PeerSocket implements Closeable {

    private final Socket socket;
    private @Nullable InputStream input;
    private volatile @Nullable SocketChannel channel;
    private volatile @Nullable Selector readable;
    private @Nullable Selector writable;

    public PeerSocket(Socket socket) {
        this.socket = socket;
    }

    /** The other end's address. */
    public InetAddress address() {
        return socket.getInetAddress();
    }

    public int port() {
        return socket.getPort();
    }

    public void connect(InetSocketAddress at, int millis) throws IOException {
        sendAtOnce();
        socket.connect(at, millis);
    }

    /** Sends small frames without waiting for more. */
    public void sendAtOnce() throws SocketException {
        socket.setTcpNoDelay(true);
    }

    /** Lets {@link #writeNow} send from now on. No thread may be reading or writing. */
    public synchronized void stopBlocking() throws IOException {
        SocketChannel found = socket.getChannel();
        if (found == null) {
            return;
        }
        try {
            found.configureBlocking(false);
            readable = registered(found, SelectionKey.OP_READ);
            channel = found;
        } catch (ClosedChannelException closedAlready) {
            // The next read or write says so.
            return;
        }
    }

    private synchronized Selector writable(SocketChannel open) throws IOException {
        Selector known = writable;
        if (known == null) {
            known = registered(open, SelectionKey.OP_WRITE);
            writable = known;
        }
        return known;
    }

    private static Selector registered(SocketChannel channel, int interest) throws IOException {
        Selector selector = Selector.open();
        try {
            channel.register(selector, interest);
            return selector;
        } catch (IOException closed) {
            selector.close();
            throw closed;
        }
    }

    /**
     * Reads at least one byte, or returns −1 at the end of the connection.
     *
     * @throws SocketTimeoutException if none comes in time
     */
    public int read(byte[] into, int offset, int length, int timeoutMillis) throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            socket.setSoTimeout(timeoutMillis);
            return input().read(into, offset, length);
        }
        ByteBuffer target = ByteBuffer.wrap(into, offset, length);
        int count = 0;
        while (count == 0) {
            // Asked first: the reader comes here only when it has used up what was there.
            if (!await(readable, timeoutMillis)) {
                throw new SocketTimeoutException("nothing came in " + timeoutMillis + " ms");
            }
            count = open.read(target);
        }
        return count;
    }

    private InputStream input() throws IOException {
        InputStream known = input;
        if (known == null) {
            known = socket.getInputStream();
            input = known;
        }
        return known;
    }

    /** Sends what the system takes at once, and returns how many bytes that are. Never blocks. */
    public int writeNow(byte[] bytes, int offset, int length) throws IOException {
        SocketChannel open = channel;
        return open == null ? 0 : open.write(ByteBuffer.wrap(bytes, offset, length));
    }

    /** Sends all bytes. Blocks while the other end does not read. */
    public void write(byte[] bytes, int offset, int length) throws IOException {
        SocketChannel open = channel;
        if (open == null) {
            socket.getOutputStream().write(bytes, offset, length);
            return;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
        while (rest.hasRemaining()) {
            if (open.write(rest) == 0) {
                await(writable(open), 0);
            }
        }
    }

    /** Whether the channel may be ready; false if it is not in time. A time of 0 is no limit. */
    private static boolean await(@Nullable Selector selector, int timeoutMillis) throws IOException {
        if (selector == null) {
            throw new IllegalStateException("the socket still blocks");
        }
        try {
            return selector.select(key -> {}, timeoutMillis) > 0 || !selector.isOpen();
        } catch (ClosedSelectorException closedMeanwhile) {
            throw new SocketException("closed here");
        }
    }

    /** Closes at once, and ends reads and writes that wait. Any thread; the second time it does nothing. */
    @Override
    public synchronized void close() throws IOException {
        socket.close();
        // The system has the socket open for as long as a selector knows it.
        for (Selector selector : new Selector[] {readable, writable}) {
            if (selector != null) {
                selector.close();
            }
        }
    }
}
