package io.lockstep.follower.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.peer.PeerFrame.Kind;
import io.lockstep.follower.peer.socket.PeerSocket;
import io.lockstep.follower.secret.Challenge;
import io.lockstep.follower.secret.LinkProof;
import io.lockstep.follower.secret.LinkProof.Purpose;
import io.lockstep.follower.secret.Opening;
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

    final PeerSocket socket;
    final FrameReader reader;

    /** Of this connection, once both ends have sent their random numbers. */
    LinkProof proof;

    private PeerFrame kept;

    RawPeer(Socket socket) {
        this.socket = new PeerSocket(socket);
        this.reader = new FrameReader(this.socket);
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

    /** Dials, proves the secret with a hello, and does not read the answer to it. */
    static RawPeer dial(int port, PeerIdentity self, long linkNumber) throws IOException {
        RawPeer peer = dial(port);
        byte[] nonce = LinkProof.nonce();
        peer.send(PeerFrame.of(Kind.OPENING, new Opening(Hello.VERSION, nonce, false).encode()));
        PeerFrame answer = peer.readAny();
        if (answer.kind() == Kind.CHALLENGE) {
            peer.proof = new LinkProof(
                    WireEnd.SECRET, nonce, Challenge.decode(answer.body()).nonce());
            peer.send(PeerFrame.of(Kind.HELLO, peer.proof.sealed(Purpose.DIAL, new Hello(self, linkNumber).encode())));
        } else {
            peer.kept = answer;
        }
        return peer;
    }

    /** Reads a hello, after this end has proved the secret. */
    Hello hello() throws IOException {
        Opening opening = Opening.decode(read(Kind.OPENING).body());
        byte[] nonce = LinkProof.nonce();
        LinkProof made = new LinkProof(WireEnd.SECRET, opening.nonce(), nonce);
        send(PeerFrame.of(Kind.CHALLENGE, new Challenge(nonce, made.of(Purpose.ACCEPT, new byte[0]), null).encode()));
        proof = made;
        return Hello.decode(made.opened(Purpose.DIAL, read(Kind.HELLO).body()));
    }

    /** Reads a hello and answers it. */
    Hello welcome(PeerIdentity self) throws IOException {
        Hello hello = hello();
        send(PeerFrame.of(Kind.WELCOME, proof.sealed(Purpose.WELCOME, new Hello(self, 1).encode())));
        return hello;
    }

    /** Refuses a hello that was read. */
    void refuse(RefusalReason reason, String explanation, PeerIdentity self) throws IOException {
        byte[] body = Handshake.refusal(reason, explanation, new Hello(self, 0).encode());
        send(PeerFrame.of(Kind.REFUSED, proof.sealed(Purpose.ACCEPTOR_REFUSES, body)));
    }

    void send(PeerFrame frame) throws IOException {
        send(frame.encode());
    }

    void send(byte[] bytes) throws IOException {
        socket.write(bytes, 0, bytes.length);
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
        PeerFrame first = kept;
        if (first != null) {
            kept = null;
            return first;
        }
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
