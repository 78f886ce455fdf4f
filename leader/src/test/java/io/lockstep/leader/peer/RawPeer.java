package io.lockstep.leader.peer;

import io.lockstep.leader.peer.PeerFrame.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;

/** The other end of a connection, byte by byte, to misbehave with. */
final class RawPeer implements AutoCloseable {

    final Socket socket;
    final FrameReader reader;

    RawPeer(Socket socket) throws IOException {
        this.socket = socket;
        this.reader = new FrameReader(socket);
    }

    static RawPeer dial(int port) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
        return new RawPeer(socket);
    }

    /** Dials and gets through the hello. */
    static RawPeer linked(int port, PeerIdentity identity, long linkNumber) throws IOException {
        RawPeer peer = dial(port);
        peer.send(PeerFrame.of(Kind.HELLO, new Hello(identity, linkNumber).encode()));
        PeerFrame answer = peer.read();
        if (answer.kind() != Kind.WELCOME) {
            throw new AssertionError("answered by " + answer.kind());
        }
        return peer;
    }

    void send(PeerFrame frame) throws IOException {
        send(frame.encode());
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    void sendNodeMessage(String text) throws IOException {
        send(PeerFrame.of(Kind.NODE_MESSAGE, text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    /** The next frame that is not merely a keep-alive. */
    PeerFrame read() throws IOException {
        PeerFrame frame = reader.readWithin(PeerFrame.LENGTH_MAX, 10_000);
        return frame.kind() == Kind.KEEP_ALIVE ? read() : frame;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
