package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.member;
import static io.lockstep.follower.peer.WireEnd.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialling: a link comes up on request, and again after it broke, for as long as callers ask for it. */
@Timeout(60)
class PeerLinksTest {

    private ServerSocket listening;
    private String address;
    private WireEnd one = new WireEnd(1, TestSettings.patient());

    @BeforeEach
    void listen() throws IOException {
        listening = RawPeer.listening();
        address = "127.0.0.1:" + listening.getLocalPort();
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        listening.close();
    }

    private void use(TestSettings settings) {
        one = new WireEnd(1, settings.build());
    }

    @Test
    void oneLinkForEachAddress() throws Exception {
        assertThat(one.wire.links().openLinkTo(address)).isNull();
        assertThat(one.wire.links().linkTo(address)).isNull();
        try (RawPeer two = RawPeer.accept(listening)) {
            two.welcome(member(2));
            PeerLink link = next(one.up);
            assertThat(one.wire.links().awaitLinkTo(address, TestSettings.NEVER))
                    .isSameAs(link);
            assertThat(one.wire.links().linkTo(address)).isSameAs(link);
            assertThat(one.wire.links().openLinkTo(address)).isSameAs(link);
            assertThat(link.address()).isEqualTo(address);
            assertThat(link.outbound()).isTrue();
        }
    }

    @Test
    void aHostIsDialledByItsName() throws Exception {
        one.wire.links().linkTo("localhost:" + listening.getLocalPort());
        try (RawPeer two = RawPeer.accept(listening)) {
            two.welcome(member(2));
            assertThat(next(one.up).peer()).isEqualTo(member(2));
        }
    }

    @Test
    void aBrokenLinkIsDialledAgainWithAHigherNumber() throws Exception {
        one.wire.links().linkTo(address);
        long last = 0;
        for (int i = 0; i < 5; i++) {
            try (RawPeer two = RawPeer.accept(listening)) {
                long number = two.welcome(member(2)).linkNumber();
                assertThat(number).isGreaterThan(last);
                last = number;
                one.awaitEvents("up 2");
            }
            one.awaitEvents("closed 2");
        }
    }

    @Test
    void attemptsThatFailKeepTheirDistance() throws Exception {
        use(new TestSettings().backoffMillisMin(40));
        one.wire.links().linkTo(address);
        RawPeer.accept(listening).close();
        long begun = System.nanoTime();
        for (int i = 0; i < 5; i++) {
            RawPeer.accept(listening).close();
        }
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(4 * 40));
        try (RawPeer two = RawPeer.accept(listening)) {
            two.welcome(member(2));
            one.awaitEvents("up 2");
        }
    }

    @Test
    void aRefusedServerLearnsItEachTimeAndTriesAgain() throws Exception {
        one.wire.links().linkTo(address);
        for (int i = 0; i < 3; i++) {
            try (RawPeer two = RawPeer.accept(listening)) {
                two.hello();
                two.refuse(RefusalReason.OTHER_CLUSTER, "no", member(2));
                PeerRefusal refusal = next(one.refusals);
                assertThat(refusal.reason()).isEqualTo(RefusalReason.OTHER_CLUSTER);
                assertThat(refusal.address()).isEqualTo(address);
                assertThat(refusal.here()).isFalse();
            }
        }
        assertThat(one.events).isEmpty();
    }

    @Test
    void anotherServerMayBeFoundAtTheSameAddressLater() throws Exception {
        one.wire.links().linkTo(address);
        for (int server : new int[] {2, 3}) {
            try (RawPeer peer = RawPeer.accept(listening)) {
                peer.welcome(member(server));
                assertThat(next(one.up).peer()).isEqualTo(member(server));
            }
        }
        try (RawPeer wiped = RawPeer.accept(listening)) {
            wiped.welcome(new PeerIdentity(WireEnd.CLUSTER, 2, "storage-new", 1));
            assertThat(next(one.refusals).reason()).isEqualTo(RefusalReason.OTHER_STORAGE);
        }
    }

    @Test
    void theSameServerMayBeFoundAtAnotherAddress() throws Exception {
        try (ServerSocket elsewhere = RawPeer.listening();
                RawPeer two = acceptAfterAsking(listening)) {
            two.welcome(member(2));
            PeerLink before = next(one.up);
            try (RawPeer moved = acceptAfterAsking(elsewhere)) {
                moved.welcome(member(2));
                PeerLink after = next(one.up);
                assertThat(after).isNotSameAs(before);
                assertThat(after.address()).endsWith(":" + elsewhere.getLocalPort());
            }
        }
    }

    private RawPeer acceptAfterAsking(ServerSocket socket) throws IOException {
        one.wire.links().linkTo("127.0.0.1:" + socket.getLocalPort());
        return RawPeer.accept(socket);
    }

    @Test
    void aLinkNoLongerAskedForIsNotDialledAgain() throws Exception {
        use(new TestSettings().wantedMillis(100).keepAliveMillis(110));
        one.wire.links().linkTo(address);
        try (RawPeer two = RawPeer.accept(listening)) {
            two.welcome(member(2));
            // Comes only after the last request for the link.
            two.read(Kind.KEEP_ALIVE);
        }
        one.awaitEvents("up 2", "closed 2");
        listening.setSoTimeout(300);
        assertThatThrownBy(listening::accept).isInstanceOf(SocketTimeoutException.class);
        listening.setSoTimeout(20_000);
        one.wire.links().linkTo(address);
        try (RawPeer two = RawPeer.accept(listening)) {
            two.welcome(member(2));
            one.awaitEvents("up 2");
        }
    }

    @Test
    void waitingForALinkEndsWithTheFirstAttempt() throws Exception {
        int port;
        try (ServerSocket gone = new ServerSocket()) {
            gone.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            port = gone.getLocalPort();
        }
        // Nothing listens there: without an end by failure this would take ten minutes.
        assertThat(one.wire.links().awaitLinkTo("127.0.0.1:" + port, TestSettings.NEVER))
                .isNull();
        assertThat(one.wire.links().awaitLinkTo(address, 20)).isNull();
    }

    @Test
    void closingTheWireEndsADialThatIsUnderWay() throws Exception {
        one.wire.links().linkTo(address);
        try (RawPeer pit = RawPeer.accept(listening)) {
            pit.read(Kind.OPENING);
            one.close();
            assertThat(pit.awaitEnd()).isNull();
        }
        assertThat(one.wire.links().linkTo(address)).isNull();
        assertThat(one.events).isEmpty();
    }

    @Test
    void onlySoManyAddressesAreDialled() throws Exception {
        use(new TestSettings().linksMax(1));
        one.wire.links().linkTo(address);
        try (ServerSocket elsewhere = RawPeer.listening();
                RawPeer two = RawPeer.accept(listening)) {
            assertThat(one.wire.links().awaitLinkTo("127.0.0.1:" + elsewhere.getLocalPort(), TestSettings.NEVER))
                    .isNull();
            two.welcome(member(2));
            one.awaitEvents("up 2");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", ":1", "host:", "host:x", "host:0", "host:65536", "host:-1"})
    void anAddressIsAHostAndAPort(String malformed) {
        assertThatThrownBy(() -> one.wire.links().linkTo(malformed)).isInstanceOf(IllegalArgumentException.class);
    }
}
