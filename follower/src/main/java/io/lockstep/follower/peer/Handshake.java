package io.lockstep.follower.peer;

import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The hello of one connection. The dialling server sends its hello first, the other answers with its own, and each end
 * checks the other. The engine knows a peer only by address and number, so a server of another cluster, or one that
 * lost its disk, must be refused here, before it can vote. The refused end gets the reason.
 *
 * @param self the identity of this end on this connection
 * @param address of the other end, for messages
 */
record Handshake(
        Socket socket,
        FrameReader reader,
        PeerIdentity self,
        PeerDirectory directory,
        String address,
        int handshakeMillis) {

    /** The dialling side: sends a hello, and returns the answer after checking it. */
    Hello dial(long linkNumber) throws IOException {
        write(PeerFrame.of(Kind.HELLO, new Hello(self, linkNumber, directory.report()).encode()));
        PeerFrame answer = reader.readWithin(Hello.LENGTH_MAX, handshakeMillis);
        if (answer.kind() == Kind.REFUSED) {
            throw new HelloRefusedException(decodeRefusal(answer.body(), address));
        }
        return checked(answer, Kind.WELCOME);
    }

    /** The accepting side: returns the other end's hello after checking it; {@link #welcome} answers it. */
    Hello accept() throws IOException {
        return checked(reader.readWithin(Hello.LENGTH_MAX, handshakeMillis), Kind.HELLO);
    }

    void welcome(long linkNumber) throws IOException {
        write(PeerFrame.of(Kind.WELCOME, new Hello(self, linkNumber, directory.report()).encode()));
    }

    private Hello checked(PeerFrame frame, Kind expected) throws IOException {
        if (frame.kind() != expected) {
            throw new PeerProtocolException("a frame of kind " + frame.kind() + " before the hello");
        }
        boolean dialled = expected == Kind.WELCOME;
        int version = Hello.version(frame.body());
        if (version != Hello.VERSION) {
            throw refuse(
                    RefusalReason.OTHER_VERSION,
                    "the other end speaks version " + version + " of the peer protocol, this server " + Hello.VERSION,
                    null,
                    dialled);
        }
        Hello hello;
        try {
            hello = Hello.decode(frame.body());
        } catch (PeerProtocolException malformed) {
            throw refuse(RefusalReason.MALFORMED, String.valueOf(malformed.getMessage()), null, dialled);
        }
        checkIdentity(hello.identity(), dialled);
        return hello;
    }

    private void checkIdentity(PeerIdentity other, boolean dialled) throws IOException {
        if (!self.joining() && !other.joining() && !self.clusterId().equals(other.clusterId())) {
            throw refuse(
                    RefusalReason.OTHER_CLUSTER,
                    "the other end belongs to cluster " + other.clusterId() + ", this server to " + self.clusterId(),
                    other,
                    dialled);
        }
        if (other.storageId().equals(self.storageId())) {
            throw refuse(
                    RefusalReason.SAME_SERVER,
                    "the other end has this server's own storage id: this server itself, or a copy of its data",
                    other,
                    dialled);
        }
        if (other.joining()) {
            return;
        }
        if (directory.isRemoved(other.server())) {
            throw refuse(
                    RefusalReason.REMOVED,
                    "server " + other.server() + " was removed from the cluster",
                    other,
                    dialled);
        }
        String known = other.server() == self.server() ? self.storageId() : directory.storageIdOf(other.server());
        if (known != null && !known.equals(other.storageId())) {
            throw refuse(
                    RefusalReason.OTHER_STORAGE,
                    "server " + other.server() + " is known by another storage id than " + other.storageId()
                            + ": its data was lost or replaced",
                    other,
                    dialled);
        }
    }

    private HelloRefusedException refuse(
            RefusalReason reason, String explanation, @Nullable PeerIdentity other, boolean dialled)
            throws IOException {
        write(refusalFrame(reason, explanation, self));
        return new HelloRefusedException(new PeerRefusal(reason, explanation, address, other, true, dialled));
    }

    private void write(PeerFrame frame) throws IOException {
        socket.getOutputStream().write(frame.encode());
    }

    /** A refusal for the other end, with the reason and this server's identity. */
    static PeerFrame refusalFrame(RefusalReason reason, String explanation, PeerIdentity self) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeByte(reason.number);
            output.writeUTF(explanation);
            output.write(new Hello(self, 0).encode());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return PeerFrame.of(Kind.REFUSED, bytes.toByteArray());
    }

    /**
     * Reads a refusal made by {@link #refusalFrame} at the other end, as far as this version understands it. It answers
     * the hello of the end that dialled.
     */
    static PeerRefusal decodeRefusal(byte[] body, String address) throws IOException {
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(body))) {
            RefusalReason reason = RefusalReason.ofNumber(input.readUnsignedByte());
            String explanation = input.readUTF();
            byte[] hello = input.readAllBytes();
            PeerIdentity other =
                    Hello.version(hello) == Hello.VERSION ? Hello.decode(hello).identity() : null;
            return new PeerRefusal(
                    reason,
                    "refused by the other end: " + PeerRefusal.printable(explanation),
                    address,
                    other,
                    false,
                    true);
        }
    }
}
