package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.joining;
import static io.lockstep.follower.peer.WireEnd.member;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each end accepts or refuses the other, and a refused end learns the reason. The test is the other end. */
@Timeout(60)
class HandshakeTest {

    private static final int REMOVED = 5;
    private static final Map<Integer, String> KNOWN = Map.of(1, "storage-1", 2, "storage-2");

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
    private Handshake handshake(PeerIdentity self, int millis) {
        PeerDirectory directory = new PeerDirectory() {
            @Override
            public PeerIdentity self() {
                return self;
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
        return new Handshake(pair.left().socket, pair.left().reader, self, directory, "its address", millis);
    }

    private Handshake handshake() {
        return handshake(member(1), TestSettings.NEVER);
    }

    private static PeerFrame hello(Kind kind, PeerIdentity identity) {
        return PeerFrame.of(kind, new Hello(identity, 7).encode());
    }

    private static PeerFrame helloOfVersion(int version) {
        byte[] body = new Hello(member(2), 7).encode();
        ByteBuffer.wrap(body).putInt(version);
        return PeerFrame.of(Kind.HELLO, body);
    }

    @Test
    void acceptsAndWelcomes() throws IOException {
        other.send(hello(Kind.HELLO, member(2)));
        assertThat(handshake().accept()).isEqualTo(new Hello(member(2), 7));
        handshake().welcome(9);
        assertThat(Hello.decode(other.read(Kind.WELCOME).body())).isEqualTo(new Hello(member(1), 9));
    }

    @Test
    void dialsAndIsWelcomed() throws IOException {
        other.send(hello(Kind.WELCOME, member(2)));
        assertThat(handshake().dial(9)).isEqualTo(new Hello(member(2), 7));
        assertThat(Hello.decode(other.read(Kind.HELLO).body())).isEqualTo(new Hello(member(1), 9));
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
    void accepts(String what, PeerIdentity self, PeerIdentity peer) throws IOException {
        other.send(hello(Kind.HELLO, peer));
        assertThat(handshake(self, TestSettings.NEVER).accept().identity()).isEqualTo(peer);
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
    void acceptingEndRefuses(RefusalReason reason, PeerIdentity peer) throws IOException {
        other.send(hello(Kind.HELLO, peer));
        PeerRefusal here = refusalOf(handshake()::accept);
        assertThat(here.reason()).isEqualTo(reason);
        assertThat(here.other()).isEqualTo(peer);
        assertThat(here.here()).isTrue();
        assertOtherEndIsTold(here);
    }

    @ParameterizedTest
    @MethodSource("refused")
    void diallingEndRefuses(RefusalReason reason, PeerIdentity peer) throws IOException {
        other.send(hello(Kind.WELCOME, peer));
        PeerRefusal here = refusalOf(() -> handshake().dial(9));
        assertThat(here.reason()).isEqualTo(reason);
        other.read(Kind.HELLO);
        assertOtherEndIsTold(here);
    }

    @Test
    void otherStorageDoesNotTellTheStorageIdThatIsKnown() throws IOException {
        other.send(hello(Kind.HELLO, new PeerIdentity(WireEnd.CLUSTER, 2, "storage-new", 1)));
        assertThat(refusalOf(handshake()::accept).explanation())
                .contains("server 2", "storage-new")
                .doesNotContain("storage-2");
    }

    @Test
    void refusesAnotherVersionWhateverFollowsIt() throws IOException {
        other.send(helloOfVersion(Hello.VERSION + 1));
        PeerRefusal here = refusalOf(handshake()::accept);
        assertThat(here.reason()).isEqualTo(RefusalReason.OTHER_VERSION);
        assertThat(here.explanation()).contains("version " + (Hello.VERSION + 1), " " + Hello.VERSION);
        assertThat(here.other()).isNull();
        assertOtherEndIsTold(here);
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
    void refusesAMalformedHello(byte[] body) throws IOException {
        other.send(PeerFrame.of(Kind.HELLO, body));
        PeerRefusal here = refusalOf(handshake()::accept);
        assertThat(here.reason()).isEqualTo(RefusalReason.MALFORMED);
        assertOtherEndIsTold(here);
    }

    @Test
    void dialledEndMayRefuse() throws IOException {
        other.send(Handshake.refusalFrame(RefusalReason.OTHER_CLUSTER, "go away", member(2)));
        PeerRefusal refusal = refusalOf(() -> handshake().dial(9));
        assertThat(refusal)
                .isEqualTo(new PeerRefusal(
                        RefusalReason.OTHER_CLUSTER,
                        "refused by the other end: go away",
                        "its address",
                        member(2),
                        false,
                        true));
    }

    @Test
    void refusalOfALaterVersionIsReadAsFarAsPossible() throws IOException {
        byte[] body = Handshake.refusalFrame(RefusalReason.OTHER_VERSION, "too old", member(2))
                .body();
        body[0] = 99;
        body[1 + 2 + "too old".length() + 3] = Hello.VERSION + 1;
        PeerRefusal refusal = Handshake.decodeRefusal(body, "its address");
        assertThat(refusal.reason()).isEqualTo(RefusalReason.MALFORMED);
        assertThat(refusal.explanation()).endsWith("too old");
        assertThat(refusal.other()).isNull();
    }

    @Test
    void refusalThatIsCutShortIsNone() {
        assertThatThrownBy(() -> Handshake.decodeRefusal(new byte[] {3, 0, 9}, "its address"))
                .isInstanceOf(EOFException.class);
    }

    @Test
    void onlyAHelloMayComeFirst() throws IOException {
        other.sendMessage("I skip the hello");
        assertThatThrownBy(handshake()::accept)
                .isInstanceOf(PeerProtocolException.class)
                .hasMessageContaining("before the hello");
    }

    @Test
    void longerFramesAreNotWaitedForBeforeTheHello() throws IOException {
        other.send(ByteBuffer.allocate(8).putInt(Hello.LENGTH_MAX + 1).array());
        assertThatThrownBy(handshake()::accept)
                .isInstanceOf(PeerProtocolException.class)
                .hasMessageContaining("length " + (Hello.LENGTH_MAX + 1));
    }

    @Test
    void anotherProtocolIsNotUnderstood() throws IOException {
        other.send("GET / HTTP/1.1\r\n\r\n".getBytes(UTF_8));
        assertThatThrownBy(handshake()::accept).isInstanceOf(PeerProtocolException.class);
    }

    @Test
    void endsInTimeThoughHalfAHelloCame() throws IOException {
        byte[] frame = hello(Kind.HELLO, member(2)).encode();
        other.send(Arrays.copyOf(frame, frame.length / 2));
        assertThatThrownBy(handshake(member(1), 50)::accept).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void endsInTimeThoughNothingCame() {
        assertThatThrownBy(() -> handshake(member(1), 50).dial(9)).isInstanceOf(SocketTimeoutException.class);
    }

    private interface Attempt {
        Hello make() throws IOException;
    }

    private static PeerRefusal refusalOf(Attempt attempt) {
        HelloRefusedException refused = catchThrowableOfType(HelloRefusedException.class, attempt::make);
        assertThat(refused).as("not refused").isNotNull();
        return refused.refusal();
    }

    private void assertOtherEndIsTold(PeerRefusal here) throws IOException {
        PeerRefusal there = Handshake.decodeRefusal(other.read(Kind.REFUSED).body(), "server 1");
        assertThat(there)
                .isEqualTo(new PeerRefusal(
                        here.reason(),
                        "refused by the other end: " + here.explanation(),
                        "server 1",
                        member(1),
                        false,
                        true));
    }
}
