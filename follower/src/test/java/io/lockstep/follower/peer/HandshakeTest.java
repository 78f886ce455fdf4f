package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.joining;
import static io.lockstep.follower.peer.WireEnd.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lockstep.follower.peer.PeerFrame.Kind;
import io.lockstep.follower.secret.Challenge;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.secret.LinkProof;
import io.lockstep.follower.secret.LinkProof.Purpose;
import io.lockstep.follower.secret.Opening;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each end accepts or refuses the other, and a refused end learns the reason. The test is the other end, which knows
 * the secret; {@link SecretProofTest} is about those that do not.
 */
@Timeout(60)
class HandshakeTest {

    private static final int REMOVED = 5;
    private static final Map<Integer, String> KNOWN = Map.of(1, "storage-1", 2, "storage-2");
    private static final byte[] NONCE = LinkProof.nonce();

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
    }

    /** The handshake under test, of server 1 by default. */
    private Handshake handshake(PeerIdentity self) {
        PeerDirectory directory = new PeerDirectory() {
            @Override
            public PeerIdentity self() {
                return self;
            }

            @Override
            public HeldSecret secret() {
                return WireEnd.held(WireEnd.SECRET);
            }

            @Override
            public String storageIdOf(int server) {
                return KNOWN.get(server);
            }

            @Override
            public boolean isRemoved(int server) {
                return server == REMOVED;
            }
        };
        return new Handshake(
                pair.left().socket, pair.left().reader, self, directory, "its address", false, TestSettings.NEVER);
    }

    private Handshake handshake() {
        return handshake(member(1));
    }

    /** What the end under test returns while the test plays the other end. */
    private static <T> T with(Callable<T> tested, Play other) throws Exception {
        FutureTask<T> task = new FutureTask<>(tested);
        new Thread(task, "the end under test").start();
        other.run();
        return task.get();
    }

    private interface Play {
        void run() throws IOException;
    }

    /** The test dials: it proves the secret with this body of a hello. */
    private void sayHello(byte[] body) throws IOException {
        other.send(PeerFrame.of(Kind.OPENING, new Opening(Hello.VERSION, NONCE, false).encode()));
        Challenge challenge = Challenge.decode(other.read(Kind.CHALLENGE).body());
        other.proof = new LinkProof(WireEnd.SECRET, NONCE, challenge.nonce());
        other.send(PeerFrame.of(Kind.HELLO, other.proof.sealed(Purpose.DIAL, body)));
    }

    private void sayHello(PeerIdentity identity) throws IOException {
        sayHello(new Hello(identity, 7).encode());
    }

    /** A server of a later version has more to say in its hello. */
    @Test
    void whatALaterVersionAppendsToAHelloIsNotRead() throws Exception {
        byte[] hello = new Hello(member(2), 7).encode();
        byte[] longer = Arrays.copyOf(hello, hello.length + 20);
        longer[hello.length] = 9;
        assertThat(with(handshake()::accept, () -> sayHello(longer))).isEqualTo(new Hello(member(2), 7));
    }

    @Test
    void acceptsAndWelcomes() throws Exception {
        Handshake handshake = handshake();
        assertThat(with(handshake::accept, () -> sayHello(member(2)))).isEqualTo(new Hello(member(2), 7));
        handshake.welcome(9);
        byte[] hello =
                other.proof.opened(Purpose.WELCOME, other.read(Kind.WELCOME).body());
        assertThat(Hello.decode(hello)).isEqualTo(new Hello(member(1), 9));
    }

    @Test
    void dialsAndIsWelcomed() throws Exception {
        Hello[] heard = new Hello[1];
        Hello welcomed = with(() -> handshake().dial(9), () -> heard[0] = other.welcome(member(2)));
        assertThat(welcomed).isEqualTo(new Hello(member(2), 1));
        assertThat(heard[0]).isEqualTo(new Hello(member(1), 9));
    }

    static Stream<Arguments> acceptable() {
        return Stream.of(
                Arguments.of("a member not known yet", member(1), member(3)),
                Arguments.of("one that joins", member(1), joining("storage-9")),
                Arguments.of("a member, by one that joins", joining("storage-9"), member(2)),
                Arguments.of("both join", joining("storage-8"), joining("storage-9")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acceptable")
    void accepts(String what, PeerIdentity self, PeerIdentity peer) throws Exception {
        assertThat(with(handshake(self)::accept, () -> sayHello(peer)).identity())
                .isEqualTo(peer);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(RefusalReason.OTHER_CLUSTER, new PeerIdentity("another", 2, "storage-2", 1)),
                Arguments.of(RefusalReason.OTHER_STORAGE, new PeerIdentity(WireEnd.CLUSTER, 2, "storage-new", 1)),
                Arguments.of(RefusalReason.OTHER_STORAGE, new PeerIdentity(WireEnd.CLUSTER, 1, "storage-new", 1)),
                Arguments.of(RefusalReason.SAME_SERVER, new PeerIdentity(WireEnd.CLUSTER, 1, "storage-1", 1)),
                Arguments.of(RefusalReason.SAME_SERVER, joining("storage-1")),
                Arguments.of(RefusalReason.REMOVED, member(REMOVED)));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void acceptingEndRefuses(RefusalReason reason, PeerIdentity peer) throws Exception {
        PeerRefusal here = with(() -> refusalOf(handshake()::accept), () -> sayHello(peer));
        assertThat(here.reason()).isEqualTo(reason);
        assertThat(here.other()).isEqualTo(peer);
        assertThat(here.here()).isTrue();
        assertThat(here.believed()).isTrue();
        assertOtherEndIsTold(here, Purpose.ACCEPTOR_REFUSES);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void diallingEndRefuses(RefusalReason reason, PeerIdentity peer) throws Exception {
        PeerRefusal here = with(() -> refusalOf(() -> handshake().dial(9)), () -> other.welcome(peer));
        assertThat(here.reason()).isEqualTo(reason);
        assertOtherEndIsTold(here, Purpose.DIALLER_REFUSES);
    }

    @Test
    void otherStorageDoesNotTellTheStorageIdThatIsKnown() throws Exception {
        PeerIdentity wiped = new PeerIdentity(WireEnd.CLUSTER, 2, "storage-new", 1);
        assertThat(with(() -> refusalOf(handshake()::accept), () -> sayHello(wiped))
                        .explanation())
                .contains("server 2", "storage-new")
                .doesNotContain("storage-2");
    }

    static Stream<byte[]> malformed() {
        byte[] whole = new Hello(member(2), 7).encode();
        byte[] memberWithoutCluster = new byte[] {0, 0, 0, Hello.VERSION, 0, 0, 0, 0, 0, 2, 0, 1, 'x'};
        return Stream.of(
                Arrays.copyOf(whole, 4),
                Arrays.copyOf(whole, whole.length - 1),
                Arrays.copyOf(memberWithoutCluster, whole.length));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesAMalformedHello(byte[] body) throws Exception {
        PeerRefusal here = with(() -> refusalOf(handshake()::accept), () -> sayHello(body));
        assertThat(here.reason()).isEqualTo(RefusalReason.MALFORMED);
        assertOtherEndIsTold(here, Purpose.ACCEPTOR_REFUSES);
    }

    @Test
    void dialledEndMayRefuse() throws Exception {
        PeerRefusal refusal = with(() -> refusalOf(() -> handshake().dial(9)), () -> {
            other.hello();
            other.refuse(RefusalReason.OTHER_CLUSTER, "go away", member(2));
        });
        assertThat(refusal)
                .isEqualTo(new PeerRefusal(
                        RefusalReason.OTHER_CLUSTER,
                        "refused by the other end: go away",
                        "its address",
                        member(2),
                        false,
                        true,
                        true));
    }

    private interface Attempt {
        Hello make() throws IOException;
    }

    private static PeerRefusal refusalOf(Attempt attempt) {
        HelloRefusedException refused = catchThrowableOfType(HelloRefusedException.class, attempt::make);
        assertThat(refused).as("not refused").isNotNull();
        return refused.refusal();
    }

    private void assertOtherEndIsTold(PeerRefusal here, Purpose purpose) throws IOException {
        byte[] said = other.proof.opened(purpose, other.read(Kind.REFUSED).body());
        assertThat(said)
                .isEqualTo(Handshake.refusal(here.reason(), here.explanation(), new Hello(member(1), 0).encode()));
    }
}
