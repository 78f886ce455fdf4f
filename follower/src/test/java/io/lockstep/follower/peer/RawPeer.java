package io.lockstep.follower.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

/** One end of a connection without a wire behind it: the test sends and reads single frames, or any other bytes. */
final class RawPeer implements AutoCloseable {

    private static final int AWAIT_MILLIS = 20_000;

    /** Small, so that an end that does not read soon blocks the other. */
    private static final int RECEIVE_BYTES = 16 << 10;

    final Socket socket;
    final FrameReader reader;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new FrameReader(socket);
    }

    /** Two ends of one connection. */
    record Pair(RawPeer left, RawPeer right) implements AutoCloseable {

        static Pair connected() throws IOException {
            try (ServerSocket listening = listening()) {
                RawPeer left = dial(listening.getLocalPort());
                return new Pair(left, accept(listening));
            }
        }

        @Override
        public void close() throws IOException {
            left.close();
            right.close();
        }
    }

    static ServerSocket listening() throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReceiveBufferSize(RECEIVE_BYTES);
        listening.setSoTimeout(AWAIT_MILLIS);
        listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        return listening;
    }

    static RawPeer accept(ServerSocket listening) throws IOException {
        return new RawPeer(listening.accept());
    }

    static RawPeer dial(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), AWAIT_MILLIS);
        return new RawPeer(socket);
    }

    /** Dials and sends a hello; does not read the answer. */
    static RawPeer dial(int port, PeerIdentity self, long linkNumber) throws IOException {
        RawPeer peer = dial(port);
        peer.send(PeerFrame.of(Kind.HELLO, new Hello(self, linkNumber).encode()));
        return peer;
    }

    /** Reads a hello and answers it. */
    Hello welcome(PeerIdentity self) throws IOException {
        Hello hello = Hello.decode(read(Kind.HELLO).body());
        send(PeerFrame.of(Kind.WELCOME, new Hello(self, 1).encode()));
        return hello;
    }

    void send(PeerFrame frame) throws IOException {
        send(frame.encode());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void sendMessage(String text) throws IOException {
        send(PeerFrame.of(Kind.NODE_MESSAGE, WireEnd.bytes(text)));
    }

    /** The next frame that is not a keep-alive; it must be of this kind. */
    PeerFrame read(Kind expected) throws IOException {
        PeerFrame frame = readAny();
        while (frame.kind() == Kind.KEEP_ALIVE && expected != Kind.KEEP_ALIVE) {
            frame = readAny();
        }
        assertThat(frame.kind()).isEqualTo(expected);
        return frame;
    }

    private PeerFrame readAny() throws IOException {
        return reader.read(PeerFrame.LENGTH_MAX, AWAIT_MILLIS, AWAIT_MILLIS);
    }

    /**
     * Waits until the other end closes.
     *
     * @return the last frame before that, keep-alives left out; null if there was none
     */
    PeerFrame awaitEnd() throws IOException {
        PeerFrame last = null;
        try {
            while (true) {
                PeerFrame frame = readAny();
                last = frame.kind() == Kind.KEEP_ALIVE ? last : frame;
            }
        } catch (EOFException | SocketException ended) {
            return last;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
