package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.joining;
import static io.lockstep.follower.peer.WireEnd.member;
import static io.lockstep.follower.peer.WireEnd.next;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.peer.PeerFrame.Kind;
import io.lockstep.follower.secret.Challenge;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.secret.LinkProof;
import io.lockstep.follower.secret.LinkProof.Purpose;
import io.lockstep.follower.secret.Opening;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An end that does not prove the secret gets no link, learns nothing of the cluster, and ends nothing. */
@Timeout(60)
class SecretProofTest {

    private static final byte[] NONCE = LinkProof.nonce();
    private static final byte[] NOTHING = {};

    /** A handshake that goes on although it should be refused ends after this time. */
    private static final int ENOUGH_MILLIS = 10_000;

    private final WireEnd one = new WireEnd(1, TestSettings.patient());
    private RawPeer.Pair pair;
    private RawPeer other;

    @BeforeEach
    void connect() throws IOException {
        pair = RawPeer.Pair.connected();
        other = pair.right();
    }

    @AfterEach
    void close() throws IOException {
        pair.close();
        one.close();
    }

    private Handshake handshake(HeldSecret secret, boolean local, int millis) {
        PeerIdentity self = secret.get() == null ? joining("storage-9") : member(1);
        PeerDirectory directory = new PeerDirectory() {
            @Override
            public PeerIdentity self() {
                return self;
            }

            @Override
            public HeldSecret secret() {
                return secret;
            }

            @Override
            public String storageIdOf(int server) {
                return null;
            }
        };
        return new Handshake(pair.left().socket, pair.left().reader, self, directory, "there:1", local, millis);
    }

    private Handshake handshake() {
        return handshake(one.secret, false, ENOUGH_MILLIS);
    }

    private static PeerFrame opening(boolean asksForSecret) {
        return PeerFrame.of(Kind.OPENING, new Opening(Hello.VERSION, NONCE, asksForSecret).encode());
    }

    private PeerRefusal refusalOf(ThrowingCallable attempt) {
        HelloRefusedException refused = catchThrowableOfType(HelloRefusedException.class, attempt);
        assertThat(refused).as("not refused").isNotNull();
        return refused.refusal();
    }

    /** The reason of a refusal that says nothing of the cluster. */
    private static RefusalReason told(RawPeer peer) throws IOException {
        byte[] body = peer.read(Kind.REFUSED).body();
        assertThat(new String(body, ISO_8859_1)).doesNotContain(WireEnd.CLUSTER + "-", "storage-");
        assertThat(body.length).isEqualTo(1 + 2 + ByteBuffer.wrap(body).getShort(1));
        return RefusalReason.ofNumber(body[0]);
    }

    @Test
    void aDiallerWithAnotherSecretIsRefused() throws Exception {
        RawPeer stranger = RawPeer.dial(one.listen());
        stranger.send(opening(false));
        byte[] nonce = Challenge.decode(stranger.read(Kind.CHALLENGE).body()).nonce();
        LinkProof wrong = new LinkProof(ClusterSecret.random(), NONCE, nonce);
        stranger.send(PeerFrame.of(Kind.HELLO, wrong.sealed(Purpose.DIAL, new Hello(member(2), 1).encode())));
        assertThat(told(stranger)).isEqualTo(RefusalReason.OTHER_SECRET);
        assertThat(stranger.awaitEnd()).isNull();
        PeerRefusal here = next(one.refusals);
        assertThat(here.explanation()).contains("does not know the cluster's secret", "--secret-file");
        assertThat(here.other()).isNull();
        assertThat(one.events).isEmpty();
        stranger.close();
    }

    /** It says nothing of itself to an end that does not know the secret. */
    @Test
    void anAcceptorWithAnotherSecretHearsNoHello() throws Exception {
        byte[] nonce = LinkProof.nonce();
        LinkProof wrong = new LinkProof(ClusterSecret.random(), NONCE, nonce);
        other.send(PeerFrame.of(
                Kind.CHALLENGE, new Challenge(nonce, wrong.of(Purpose.ACCEPT, NOTHING), null).encode()));
        PeerRefusal here = refusalOf(() -> handshake().dial(1));
        assertThat(here.reason()).isEqualTo(RefusalReason.OTHER_SECRET);
        assertThat(here.believed()).isFalse();
        other.read(Kind.OPENING);
        assertThat(told(other)).isEqualTo(RefusalReason.OTHER_SECRET);
    }

    /** An end that knows no secret sends what it was sent. */
    @Test
    void aProofIsNotAnsweredWithItself() throws Exception {
        RawPeer stranger = RawPeer.dial(one.listen());
        stranger.send(opening(false));
        Challenge challenge = Challenge.decode(stranger.read(Kind.CHALLENGE).body());
        stranger.send(PeerFrame.of(Kind.HELLO, challenge.proof()));
        assertThat(told(stranger)).isEqualTo(RefusalReason.OTHER_SECRET);
        stranger.close();

        LinkProof proof = new LinkProof(WireEnd.SECRET, NONCE, challenge.nonce());
        byte[] hello = new Hello(member(2), 1).encode();
        for (Purpose made : Purpose.values()) {
            for (Purpose wanted : Purpose.values()) {
                assertThat(proof.opened(wanted, proof.sealed(made, hello)) != null)
                        .as(made + " as " + wanted)
                        .isEqualTo(made == wanted);
            }
        }
    }

    /** A stranger has heard a whole handshake, and repeats it. */
    @Test
    void anOldTranscriptProvesNothing() throws Exception {
        int port = one.listen();
        RawPeer member = RawPeer.dial(port);
        member.send(opening(false));
        byte[] nonce = Challenge.decode(member.read(Kind.CHALLENGE).body()).nonce();
        byte[] sealed =
                new LinkProof(WireEnd.SECRET, NONCE, nonce).sealed(Purpose.DIAL, new Hello(member(2), 1).encode());
        member.send(PeerFrame.of(Kind.HELLO, sealed));
        member.read(Kind.WELCOME);

        RawPeer stranger = RawPeer.dial(port);
        stranger.send(opening(false));
        stranger.read(Kind.CHALLENGE);
        stranger.send(PeerFrame.of(Kind.HELLO, sealed));
        assertThat(told(stranger)).isEqualTo(RefusalReason.OTHER_SECRET);
        member.close();
        stranger.close();
    }

    @Test
    void aRefusalWithoutAProofSaysNothingThatEndsAServer() throws Exception {
        for (RefusalReason reason : RefusalReason.values()) {
            try (RawPeer.Pair ends = RawPeer.Pair.connected()) {
                pair = ends;
                ends.right().send(Handshake.refusalOfStranger(reason, "go away"));
                Handshake handshake = handshake();
                if (reason.needsProof) {
                    assertThatThrownBy(() -> handshake.dial(1))
                            .isInstanceOf(PeerProtocolException.class)
                            .hasMessageContaining("without a proof");
                } else {
                    PeerRefusal refusal = refusalOf(() -> handshake.dial(1));
                    assertThat(refusal.reason()).isEqualTo(reason);
                    assertThat(refusal.believed()).isFalse();
                }
            }
        }
    }

    @Test
    void aServerThatJoinsFromAnotherMachineIsHandedNothing() throws Exception {
        other.send(opening(true));
        PeerRefusal here = refusalOf(handshake()::accept);
        assertThat(here.reason()).isEqualTo(RefusalReason.NO_SECRET);
        assertThat(here.explanation()).contains("join-secret", "--secret-file");
        assertThat(told(other)).isEqualTo(RefusalReason.NO_SECRET);
    }

    @Test
    void aServerThatJoinsOnTheSameMachineIsHandedTheSecret() throws Exception {
        WireEnd joiner = new WireEnd(1, TestSettings.patient(), new HeldSecret());
        joiner.self = joining("storage-9");
        assertThat(joiner.dialled(one.listen()).peer()).isEqualTo(member(1));
        assertThat(joiner.secret.get()).isEqualTo(WireEnd.SECRET);
        assertThat(next(one.up).peer()).isEqualTo(joining("storage-9"));
        joiner.close();
    }

    @Test
    void aSecretThatWasNotAskedForIsIgnored() throws Exception {
        byte[] nonce = LinkProof.nonce();
        ClusterSecret wrong = ClusterSecret.random();
        byte[] proof = new LinkProof(wrong, NONCE, nonce).of(Purpose.ACCEPT, NOTHING);
        other.send(PeerFrame.of(Kind.CHALLENGE, new Challenge(nonce, proof, wrong).encode()));
        refusalOf(() -> handshake(one.secret, true, ENOUGH_MILLIS).dial(1));
        assertThat(one.secret.get()).isEqualTo(WireEnd.SECRET);
    }

    @Test
    void aServerWithoutASecretAcceptsNobody() throws Exception {
        other.send(opening(true));
        PeerRefusal here = refusalOf(handshake(new HeldSecret(), true, ENOUGH_MILLIS)::accept);
        assertThat(here.reason()).isEqualTo(RefusalReason.NO_SECRET);
    }

    @Test
    void anotherVersionIsRefusedWhateverFollowsIt() throws Exception {
        byte[] body = new byte[500];
        ByteBuffer.wrap(body).putInt(Hello.VERSION - 1);
        other.send(PeerFrame.of(Kind.OPENING, body));
        PeerRefusal here = refusalOf(handshake()::accept);
        assertThat(here.reason()).isEqualTo(RefusalReason.OTHER_VERSION);
        assertThat(here.explanation()).contains("version " + (Hello.VERSION - 1), " " + Hello.VERSION);
        assertThat(told(other)).isEqualTo(RefusalReason.OTHER_VERSION);
    }

    @Test
    void anOpeningOfAnotherLengthIsRefused() throws Exception {
        byte[] body = opening(false).body();
        other.send(PeerFrame.of(Kind.OPENING, Arrays.copyOf(body, body.length - 1)));
        assertThat(refusalOf(handshake()::accept).reason()).isEqualTo(RefusalReason.MALFORMED);
        assertThat(told(other)).isEqualTo(RefusalReason.MALFORMED);
    }

    @Test
    void aChallengeThatIsCutShortIsNone() throws Exception {
        other.send(PeerFrame.of(Kind.CHALLENGE, new byte[LinkProof.NONCE_BYTES + LinkProof.BYTES - 1]));
        assertThatThrownBy(() -> handshake().dial(1)).hasMessageContaining("a challenge of");
    }

    @Test
    void aRefusalThatIsCutShortIsNone() throws Exception {
        other.send(PeerFrame.of(Kind.REFUSED, new byte[] {1, 0, 9}));
        assertThatThrownBy(() -> handshake().dial(1)).isInstanceOf(EOFException.class);
    }

    @Test
    void onlyAnOpeningMayComeFirst() throws Exception {
        other.sendMessage("I skip the hello");
        assertThatThrownBy(handshake()::accept).hasMessageContaining("before the hello");
    }

    @Test
    void longerFramesAreNotWaitedForBeforeTheHello() throws Exception {
        other.send(ByteBuffer.allocate(8).putInt(Hello.LENGTH_MAX + 1).array());
        assertThatThrownBy(handshake()::accept)
                .isInstanceOf(PeerProtocolException.class)
                .hasMessageContaining("length " + (Hello.LENGTH_MAX + 1));
    }

    @Test
    void anotherProtocolIsNotUnderstood() throws Exception {
        other.send("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        assertThatThrownBy(handshake()::accept).isInstanceOf(PeerProtocolException.class);
    }

    @Test
    void endsInTimeThoughHalfAnOpeningCame() throws Exception {
        byte[] frame = opening(false).encode();
        other.send(Arrays.copyOf(frame, frame.length / 2));
        assertThatThrownBy(handshake(one.secret, false, 50)::accept).isInstanceOf(SocketTimeoutException.class);
    }

    /** The time is one for the whole handshake, so that a slow stranger does not get it anew with each frame. */
    @Test
    void endsInTimeThoughAnOpeningCame() throws Exception {
        other.send(opening(false));
        assertThatThrownBy(handshake(one.secret, false, 500)::accept).isInstanceOf(SocketTimeoutException.class);
        other.read(Kind.CHALLENGE);
    }

    @Test
    void endsInTimeThoughNothingCame() {
        assertThatThrownBy(() -> handshake(one.secret, false, 50).dial(9)).isInstanceOf(SocketTimeoutException.class);
    }
}
