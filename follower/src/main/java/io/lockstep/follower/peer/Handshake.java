package io.lockstep.follower.peer;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.peer.PeerFrame.Kind;
import io.lockstep.follower.peer.socket.PeerSocket;
import io.lockstep.follower.secret.Challenge;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.secret.LinkProof;
import io.lockstep.follower.secret.LinkProof.Purpose;
import io.lockstep.follower.secret.Opening;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The handshake of one connection. First both ends prove that they know the cluster's secret: the dialling end sends an
 * {@link Opening}, the other end a {@link Challenge} with its proof, and only then does the dialling end say who it is,
 * in a hello with its own proof. The other end answers with its hello. Each end checks the other. The engine knows a
 * peer only by address and number, so a server of another cluster, or one that lost its disk, must be refused here,
 * before it can vote. The refused end gets the reason. One thread uses it; it blocks.
 */
final class Handshake {

    private static final byte[] NOTHING = {};

    private final PeerSocket socket;
    private final FrameReader reader;
    private final PeerIdentity self;
    private final PeerDirectory directory;
    private final String address;
    private final boolean local;
    private final long endNanos;
    private boolean dialled;

    /** Null until the other end has proved that it knows the secret. */
    private @Nullable LinkProof proof;

    /**
     * @param self the identity of this end on this connection
     * @param address of the other end, for messages
     * @param local whether only a process of this machine can be the other end: the accepting end then hands the secret
     *     to one that joins
     * @param millis from now to the end of the handshake
     */
    Handshake(
            PeerSocket socket,
            FrameReader reader,
            PeerIdentity self,
            PeerDirectory directory,
            String address,
            boolean local,
            int millis) {
        this.socket = socket;
        this.reader = reader;
        this.self = self;
        this.directory = directory;
        this.address = address;
        this.local = local;
        this.endNanos = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    PeerSocket socket() {
        return socket;
    }

    FrameReader reader() {
        return reader;
    }

    PeerIdentity self() {
        return self;
    }

    String address() {
        return address;
    }

    /** The dialling side: sends a hello, and returns the answer after checking it. */
    Hello dial(long linkNumber) throws IOException {
        dialled = true;
        LinkProof agreed = challenged();
        proof = agreed;
        write(Kind.HELLO, agreed.sealed(Purpose.DIAL, hello(linkNumber)));
        PeerFrame answer = read(Kind.WELCOME);
        return checked(agreed.opened(Purpose.WELCOME, answer.body()));
    }

    /** Returns once the other end has proved the secret, which this end may have been handed with the challenge. */
    private LinkProof challenged() throws IOException {
        HeldSecret held = directory.secret();
        ClusterSecret known = held.get();
        byte[] nonce = LinkProof.nonce();
        write(Kind.OPENING, new Opening(Hello.VERSION, nonce, known == null).encode());
        Challenge challenge = Challenge.decode(read(Kind.CHALLENGE).body());
        ClusterSecret secret = known == null ? handed(challenge) : known;
        LinkProof agreed = new LinkProof(secret, nonce, challenge.nonce());
        if (!agreed.proves(Purpose.ACCEPT, NOTHING, challenge.proof())) {
            throw refuse(
                    RefusalReason.OTHER_SECRET,
                    "the server there does not know the secret that the server which dials it has, so the two"
                            + " belong to different clusters, or --secret-file names a wrong file",
                    null);
        }
        held.receive(secret);
        return agreed;
    }

    private ClusterSecret handed(Challenge challenge) throws PeerProtocolException {
        if (!local || challenge.handed() == null) {
            throw new PeerProtocolException("a challenge without the secret that this server asked for");
        }
        return challenge.handed();
    }

    /** The accepting side: returns the other end's hello after checking it; {@link #welcome} answers it. */
    Hello accept() throws IOException {
        Opening opening = opening();
        ClusterSecret secret = directory.secret().get();
        if (secret == null) {
            throw refuse(RefusalReason.NO_SECRET, "the server there joins, and does not have the secret yet", null);
        }
        if (opening.asksForSecret() && !local) {
            throw refuse(
                    RefusalReason.NO_SECRET,
                    "a server that joins from another machine needs the cluster's secret; on a machine with a server,"
                            + " lockstep admin join-secret --data DIR prints it; give it to the new server in a file,"
                            + " with --secret-file FILE",
                    null);
        }
        byte[] nonce = LinkProof.nonce();
        LinkProof agreed = new LinkProof(secret, opening.nonce(), nonce);
        byte[] own = agreed.of(Purpose.ACCEPT, NOTHING);
        write(Kind.CHALLENGE, new Challenge(nonce, own, opening.asksForSecret() ? secret : null).encode());
        byte[] hello = agreed.opened(Purpose.DIAL, read(Kind.HELLO).body());
        if (hello != null) {
            proof = agreed;
        }
        return checked(hello);
    }

    private Opening opening() throws IOException {
        byte[] body = read(Kind.OPENING).body();
        int version = Hello.version(body);
        if (version != Hello.VERSION) {
            throw refuse(
                    RefusalReason.OTHER_VERSION,
                    "the other end speaks version " + version + " of the peer protocol, this server " + Hello.VERSION,
                    null);
        }
        try {
            return Opening.decode(body);
        } catch (IOException malformed) {
            throw refuse(RefusalReason.MALFORMED, String.valueOf(malformed.getMessage()), null);
        }
    }

    void welcome(long linkNumber) throws IOException {
        LinkProof agreed = Objects.requireNonNull(proof, "the other end is accepted");
        write(Kind.WELCOME, agreed.sealed(Purpose.WELCOME, hello(linkNumber)));
    }

    private byte[] hello(long linkNumber) {
        return new Hello(self, linkNumber, directory.report()).encode();
    }

    /** @param body of the other end's hello; null if it is not proved */
    private Hello checked(byte @Nullable [] body) throws IOException {
        if (body == null) {
            throw refuse(
                    RefusalReason.OTHER_SECRET,
                    "it does not know the cluster's secret; if it is a server of this cluster, give it the secret with"
                            + " --secret-file",
                    null);
        }
        Hello hello;
        try {
            hello = Hello.decode(body);
        } catch (PeerProtocolException malformed) {
            throw refuse(RefusalReason.MALFORMED, String.valueOf(malformed.getMessage()), null);
        }
        checkIdentity(hello.identity());
        return hello;
    }

    private void checkIdentity(PeerIdentity other) throws IOException {
        if (!self.joining() && !other.joining() && !self.clusterId().equals(other.clusterId())) {
            throw refuse(
                    RefusalReason.OTHER_CLUSTER,
                    "the other end belongs to cluster " + other.clusterId() + ", this server to " + self.clusterId(),
                    other);
        }
        if (other.storageId().equals(self.storageId())) {
            throw refuse(
                    RefusalReason.SAME_SERVER,
                    "the other end has this server's own storage id: this server itself, or a copy of its data",
                    other);
        }
        if (other.joining()) {
            return;
        }
        if (directory.isRemoved(other.server())) {
            throw refuse(RefusalReason.REMOVED, "server " + other.server() + " was removed from the cluster", other);
        }
        String known = other.server() == self.server() ? self.storageId() : directory.storageIdOf(other.server());
        if (known != null && !known.equals(other.storageId())) {
            throw refuse(
                    RefusalReason.OTHER_STORAGE,
                    "server " + other.server() + " is known by another storage id than " + other.storageId()
                            + ": its data was lost or replaced",
                    other);
        }
    }

    private HelloRefusedException refuse(RefusalReason reason, String explanation, @Nullable PeerIdentity other)
            throws IOException {
        LinkProof agreed = proof;
        byte[] body = refusal(reason, explanation, agreed == null ? NOTHING : new Hello(self, 0).encode());
        Purpose purpose = dialled ? Purpose.DIALLER_REFUSES : Purpose.ACCEPTOR_REFUSES;
        write(Kind.REFUSED, agreed == null ? body : agreed.sealed(purpose, body));
        return new HelloRefusedException(
                new PeerRefusal(reason, explanation, address, other, true, dialled, agreed != null || local));
    }

    /** A refusal of an end that has not proved the secret. It tells nothing of the cluster. */
    static PeerFrame refusalOfStranger(RefusalReason reason, String explanation) {
        return PeerFrame.of(Kind.REFUSED, refusal(reason, explanation, NOTHING));
    }

    /** The body of a refusal, without a proof. */
    static byte[] refusal(RefusalReason reason, String explanation, byte[] hello) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
        try (DataOutputStream output = new DataOutputStream(bytes)) {
            output.writeByte(reason.number);
            output.writeUTF(explanation);
            output.write(hello);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    /** Reads the other end's refusal, as far as this version understands it. */
    private PeerRefusal refused(byte[] body) throws IOException {
        LinkProof agreed = proof;
        Purpose purpose = dialled ? Purpose.ACCEPTOR_REFUSES : Purpose.DIALLER_REFUSES;
        byte[] sealed = agreed == null ? null : agreed.opened(purpose, body);
        try (DataInputStream input = new DataInputStream(new ByteArrayInputStream(sealed == null ? body : sealed))) {
            RefusalReason reason = RefusalReason.ofNumber(input.readUnsignedByte());
            String explanation = PeerRefusal.printable(input.readUTF());
            if (sealed == null && reason.needsProof) {
                throw new PeerProtocolException("a refusal (" + reason + ") without a proof of the cluster's secret");
            }
            PeerIdentity other =
                    sealed == null ? null : Hello.decode(input.readAllBytes()).identity();
            // Whoever has no secret can be given no proof.
            boolean believed = sealed != null
                    || local
                    || (reason == RefusalReason.NO_SECRET && directory.secret().get() == null);
            return new PeerRefusal(
                    reason, "refused by the other end: " + explanation, address, other, false, dialled, believed);
        }
    }

    /** The next frame, which must be of this kind, or the other end's refusal. */
    private PeerFrame read(Kind expected) throws IOException {
        long leftMillis = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
        if (leftMillis <= 0) {
            throw new SocketTimeoutException("the handshake took too long");
        }
        PeerFrame frame = reader.readWithin(Hello.LENGTH_MAX, (int) leftMillis);
        if (frame.kind() == Kind.REFUSED && expected != Kind.OPENING) {
            throw new HelloRefusedException(refused(frame.body()));
        }
        if (frame.kind() != expected) {
            throw new PeerProtocolException("a frame of kind " + frame.kind() + " before the hello");
        }
        return frame;
    }

    private void write(Kind kind, byte[] body) throws IOException {
        byte[] frame = PeerFrame.of(kind, body).encode();
        socket.write(frame, 0, frame.length);
    }
}
