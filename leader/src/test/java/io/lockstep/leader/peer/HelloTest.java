package io.lockstep.leader.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.leader.peer.PeerFrame.Kind;
import java.io.EOFException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may speak: every refusal reaches both ends, with its reason, and nothing is delivered. */
@Timeout(60)
class HelloTest {

    private static final PeerSettings SETTINGS = PeerSettings.defaults();

    private static void assertRefused(TestPeer dialling, TestPeer accepting, RefusalReason reason) throws Exception {
        assertThat(dialling.wire.links().linkTo(accepting.address())).isNull();
        PeerRefusal there = accepting.nextRefusal();
        PeerRefusal here = dialling.nextRefusal();
        assertThat(there.reason()).isEqualTo(reason);
        assertThat(here.reason()).isEqualTo(reason);
        assertThat(there.here()).isNotEqualTo(here.here());
        assertThat(here.other()).isEqualTo(accepting.self);
        assertThat(here.address()).isEqualTo(accepting.address());
        assertThat(here.explanation()).isNotEmpty();
        assertThat(dialling.events).isEmpty();
    }

    @Test
    void aServerOfAnotherClusterIsRefused() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer other = new TestPeer(new PeerIdentity("elsewhere", 2, "storage2", 5), SETTINGS)) {
            assertRefused(other, one, RefusalReason.OTHER_CLUSTER);
            assertThat(one.events).isEmpty();
        }
    }

    @Test
    void aKnownServerWithAnotherStorageIsRefusedWhenItDials() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer wiped = new TestPeer(new PeerIdentity("cluster", 2, "new", 5), SETTINGS)) {
            one.storageIds.put(2, "storage2");
            assertRefused(wiped, one, RefusalReason.OTHER_STORAGE);
            assertThat(one.events).isEmpty();
        }
    }

    @Test
    void aKnownServerWithAnotherStorageIsRefusedWhenItIsDialled() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer wiped = new TestPeer(new PeerIdentity("cluster", 2, "new", 5), SETTINGS)) {
            one.storageIds.put(2, "storage2");
            assertRefused(one, wiped, RefusalReason.OTHER_STORAGE);
            wiped.expect("up");
            wiped.expect("closed");
        }
    }

    @Test
    void aServerWithThisServersOwnNumberIsRefused() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer another = new TestPeer(new PeerIdentity("cluster", 1, "new", 5), SETTINGS)) {
            assertRefused(another, one, RefusalReason.OTHER_STORAGE);
        }
    }

    @Test
    void aCopyOfThisServersDataIsRefused() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer copy = new TestPeer(new PeerIdentity("cluster", 1, "storage1", 5), SETTINGS)) {
            assertRefused(copy, one, RefusalReason.SAME_SERVER);
        }
    }

    @Test
    void aServerThatIsNotKnownYetIsWelcome() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer two = new TestPeer(2, SETTINGS)) {
            assertThat(two.linkTo(one.address()).peer()).isEqualTo(one.self);
            assertThat(one.expect("up").peer()).isEqualTo(two.self);
        }
    }

    @Test
    void anotherVersionIsRefusedAndToldSo() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer raw = RawPeer.dial(one.server.port())) {
            byte[] later = ByteBuffer.allocate(400).putInt(Hello.VERSION + 1).array();
            raw.send(PeerFrame.of(Kind.HELLO, later));
            PeerRefusal told = Handshake.decodeRefusal(raw.read().body(), "there");
            assertThat(told.reason()).isEqualTo(RefusalReason.OTHER_VERSION);
            assertThat(told.explanation()).contains("version " + (Hello.VERSION + 1));
            PeerRefusal refusal = one.nextRefusal();
            assertThat(refusal.reason()).isEqualTo(RefusalReason.OTHER_VERSION);
            assertThat(refusal.other()).isNull();
        }
    }

    @Test
    void aHelloThatCannotBeReadIsRefusedAndToldSo() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer raw = RawPeer.dial(one.server.port())) {
            byte[] whole = new Hello(new PeerIdentity("cluster", 2, "storage2", 7), 1).encode();
            raw.send(PeerFrame.of(Kind.HELLO, java.util.Arrays.copyOf(whole, whole.length - 3)));
            assertThat(Handshake.decodeRefusal(raw.read().body(), "there").reason())
                    .isEqualTo(RefusalReason.MALFORMED);
            assertThat(one.nextRefusal().reason()).isEqualTo(RefusalReason.MALFORMED);
        }
    }

    @Test
    void whoeverSendsSomethingElseFirstIsCutAndNothingOfItIsDelivered() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer raw = RawPeer.dial(one.server.port())) {
            raw.sendNodeMessage("let me in");
            assertThatThrownBy(raw::read).isInstanceOf(EOFException.class);
            assertThat(one.events).isEmpty();
        }
    }

    @Test
    void aGiantFrameBeforeTheHelloIsCut() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer raw = RawPeer.dial(one.server.port())) {
            raw.send(ByteBuffer.allocate(8).putInt(Hello.LENGTH_MAX + 1).array());
            assertThatThrownBy(raw::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void whoeverSaysNothingIsCutAtTheDeadline() throws Exception {
        PeerSettings brief = new PeerSettings(1_000, 200, 10_000, 5_000, 1_000, 20, 500, 5_000, 1 << 20, 100, 64);
        try (TestPeer one = new TestPeer(1, brief);
                RawPeer raw = RawPeer.dial(one.server.port())) {
            long begun = System.nanoTime();
            assertThatThrownBy(raw::read).isInstanceOf(EOFException.class);
            assertThat(System.nanoTime() - begun).isLessThan(4_000_000_000L);
        }
    }

    @Test
    void aJoiningServerMaySendNodeMessagesAndNoRequests() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer joining = new TestPeer(0, SETTINGS)) {
            PeerLink link = joining.linkTo(one.address());
            assertThat(one.expect("up").peer().joining()).isTrue();
            link.send(new byte[] {42});
            assertThat(one.next().message()).containsExactly(42);
            assertThat(link.engineAllowed()).isFalse();
            assertThat(link.request(1, new byte[0], 1_000, new Responses())).isFalse();
        }
    }

    @Test
    void aJoiningServerThatSendsARequestAllTheSameIsCut() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer raw = RawPeer.linked(one.server.port(), new PeerIdentity("", 0, "fresh", 9), 1)) {
            one.wire.handleRequests((link, request, type, body) -> {
                throw new AssertionError("a request of a joining server was delivered");
            });
            one.expect("up");
            raw.send(new PeerFrame(Kind.REQUEST, 1, 3, new byte[0]));
            one.expect("closed");
            assertThatThrownBy(raw::read).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void afterItsIdentityChangedAServerSaysHelloAnew() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer joining = new TestPeer(0, SETTINGS)) {
            joining.linkTo(one.address());
            joining.self = new PeerIdentity("cluster", 2, "storage0", 100);
            joining.wire.closeLinks();
            assertThat(joining.linkTo(one.address()).engineAllowed()).isTrue();
            assertThat(one.expect("up").peer().server()).isZero();
            one.expect("closed");
            assertThat(one.expect("up").peer().server()).isEqualTo(2);
        }
    }
}
