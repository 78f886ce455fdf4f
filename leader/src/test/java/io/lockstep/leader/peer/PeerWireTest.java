package io.lockstep.leader.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.leader.peer.PeerFrame.Kind;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PeerWireTest {

    private static final PeerSettings SETTINGS = PeerSettings.defaults();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void nodeMessagesGoEitherWayOnOneLink() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer two = new TestPeer(2, SETTINGS)) {
            PeerLink asked = one.linkTo(two.address());
            one.expect("up");
            asked.send(bytes("question"));
            PeerLink answering = two.expect("up");
            assertThat(new String(two.next().message(), StandardCharsets.UTF_8)).isEqualTo("question");
            answering.send(bytes("answer"));
            TestPeer.Event answer = one.next();
            assertThat(answer.link()).isSameAs(asked);
            assertThat(answer.message()).isEqualTo(bytes("answer"));
        }
    }

    @Test
    void requestsGetTheirResponsesWhateverTheOrder() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer two = new TestPeer(2, SETTINGS)) {
            long[] held = new long[1];
            two.wire.handleRequests((link, request, type, body) -> {
                if (type == 1) {
                    held[0] = request;
                } else {
                    link.respond(request, type, body);
                    link.respond(held[0], 1, bytes("late"));
                }
            });
            PeerLink link = one.linkTo(two.address());
            Responses first = new Responses();
            Responses second = new Responses();
            assertThat(link.request(1, bytes("a"), 5_000, first)).isTrue();
            assertThat(link.request(2, bytes("b"), 5_000, second)).isTrue();
            assertThat(second.next()).isEqualTo("2:b");
            assertThat(first.next()).isEqualTo("1:late");
        }
    }

    @Test
    void aRequestFailsWhenNobodyTakesItWhenItTimesOutAndWhenTheLinkCloses() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer two = new TestPeer(2, SETTINGS)) {
            PeerLink link = one.linkTo(two.address());
            Responses responses = new Responses();
            link.request(1, bytes("a"), 5_000, responses);
            assertThat(responses.next()).isEqualTo("NOT_HANDLED");
            two.wire.handleRequests((from, request, type, body) -> {});
            link.request(1, bytes("a"), 50, responses);
            assertThat(responses.next()).isEqualTo("TIMED_OUT");
            link.request(1, bytes("a"), 5_000, responses);
            two.expect("up").close();
            assertThat(responses.next()).isEqualTo("LINK_CLOSED");
            assertThat(link.request(1, bytes("a"), 5_000, responses)).isFalse();
            assertThat(responses.none()).isTrue();
        }
    }

    @Test
    void moreRequestsThanTheBoundAreNotTaken() throws Exception {
        PeerSettings few = new PeerSettings(1_000, 5_000, 10_000, 5_000, 1_000, 20, 500, 5_000, 1 << 20, 3, 64);
        try (TestPeer one = new TestPeer(1, few);
                TestPeer two = new TestPeer(2, few)) {
            two.wire.handleRequests((from, request, type, body) -> {});
            PeerLink link = one.linkTo(two.address());
            Responses responses = new Responses();
            for (int i = 0; i < 3; i++) {
                assertThat(link.request(1, bytes("a"), 60_000, responses)).isTrue();
            }
            assertThat(link.request(1, bytes("a"), 60_000, responses)).isFalse();
        }
    }

    @Test
    void aHundredThousandMessagesArriveInOrder() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer two = new TestPeer(2, SETTINGS)) {
            PeerLink link = one.linkTo(two.address());
            for (long number = 0; number < 100_000; number++) {
                link.send(ByteBuffer.allocate(8).putLong(number).array());
            }
            two.expect("up");
            for (long number = 0; number < 100_000; number++) {
                assertThat(ByteBuffer.wrap(two.next().message()).getLong()).isEqualTo(number);
            }
        }
    }

    @Test
    void aPeerThatStopsReadingIsCutAndLittleIsKeptForIt() throws Exception {
        PeerSettings small = new PeerSettings(1_000, 5_000, 60_000, 60_000, 1_000, 20, 500, 5_000, 1 << 20, 100, 64);
        try (TestPeer one = new TestPeer(1, small);
                RawPeer raw = RawPeer.linked(one.server.port(), new PeerIdentity("cluster", 2, "storage2", 7), 1)) {
            PeerLink link = one.expect("up");
            long sent = 0;
            while (link.isOpen()) {
                link.send(new byte[100_000]);
                assertThat(link.queuedBytes()).isLessThanOrEqualTo(1 << 20);
                sent += 100_000;
                assertThat(sent).as("bytes taken for a peer that does not read").isLessThan(1L << 30);
            }
            one.expect("closed");
            assertThat(link.queuedBytes()).isZero();
            assertThat(raw.socket.isConnected()).isTrue();
        }
    }

    @Test
    void aWriteThatIsStuckCutsTheLinkEvenIfTheQueueHasRoom() throws Exception {
        PeerSettings brief = new PeerSettings(1_000, 5_000, 300, 5_000, 1_000, 20, 500, 5_000, 64 << 20, 100, 64);
        try (TestPeer one = new TestPeer(1, brief);
                RawPeer raw = RawPeer.linked(one.server.port(), new PeerIdentity("cluster", 2, "storage2", 7), 1)) {
            PeerLink link = one.expect("up");
            for (int i = 0; i < 16; i++) {
                link.send(new byte[2 << 20]);
            }
            assertThatThrownBy(() -> {
                        // It says that it lives, for longer than a write may take, and does not read.
                        for (int i = 0; i < 500; i++) {
                            raw.send(PeerFrame.keepAlive());
                            TimeUnit.MILLISECONDS.sleep(20);
                        }
                    })
                    .isInstanceOf(IOException.class);
            one.expect("closed");
        }
    }

    @Test
    void aLinkWhoseOtherEndFallsSilentIsClosed() throws Exception {
        PeerSettings brief = new PeerSettings(1_000, 5_000, 10_000, 300, 100, 20, 500, 5_000, 1 << 20, 100, 64);
        try (TestPeer one = new TestPeer(1, brief);
                RawPeer silent = RawPeer.linked(one.server.port(), new PeerIdentity("cluster", 2, "storage2", 7), 1)) {
            one.expect("up");
            one.expect("closed");
            assertThat(silent.socket.isClosed()).isFalse();
        }
    }

    @Test
    void anIdleLinkStaysUp() throws Exception {
        PeerSettings brief = new PeerSettings(1_000, 5_000, 10_000, 300, 50, 20, 500, 5_000, 1 << 20, 100, 64);
        try (TestPeer one = new TestPeer(1, brief);
                TestPeer two = new TestPeer(2, brief)) {
            PeerLink link = one.linkTo(two.address());
            one.expect("up");
            assertThat(one.events.poll(1_000, TimeUnit.MILLISECONDS)).isNull();
            assertThat(link.isOpen()).isTrue();
        }
    }

    @Test
    void damagedBytesCloseTheLinkAndItComesUpAgain() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS)) {
            PeerIdentity two = new PeerIdentity("cluster", 2, "storage2", 7);
            for (int at = 4; at < 20; at++) {
                try (RawPeer raw = RawPeer.linked(one.server.port(), two, at)) {
                    one.expect("up");
                    raw.sendNodeMessage("good");
                    assertThat(one.next().message()).isEqualTo(bytes("good"));
                    byte[] bad = PeerFrame.of(Kind.NODE_MESSAGE, bytes("bad")).encode();
                    bad[at]++;
                    raw.send(bad);
                    one.expect("closed");
                }
            }
        }
    }

    @Test
    void aLinkThatBreaksComesUpAgainWhileItIsAskedFor() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                TestPeer two = new TestPeer(2, SETTINGS)) {
            for (int round = 0; round < 20; round++) {
                PeerLink link = one.linkTo(two.address());
                link.send(bytes("round " + round));
                PeerLink accepted = two.expect("up");
                assertThat(two.next().message()).isEqualTo(bytes("round " + round));
                accepted.close();
                two.expect("closed");
                one.expect("up");
                one.expect("closed");
            }
        }
    }

    @Test
    void aServerThatComesUpLaterIsReached() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (TestPeer one = new TestPeer(1, SETTINGS)) {
            assertThat(one.wire.links().awaitLinkTo("127.0.0.1:" + port, 5_000)).isNull();
            try (ServerSocket late = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
                    Socket accepted = late.accept()) {
                assertThat(accepted.isConnected()).isTrue();
            }
        }
    }

    @Test
    void aFailedAddressIsNotWaitedFor() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        try (TestPeer one = new TestPeer(1, SETTINGS)) {
            one.wire.links().awaitLinkTo("127.0.0.1:" + port, 5_000);
            long begun = System.nanoTime();
            assertThat(one.wire.links().awaitLinkTo("127.0.0.1:" + port, 5_000)).isNull();
            assertThat(System.nanoTime() - begun).isLessThan(1_000_000_000L);
        }
    }

    @Test
    void aLinkNobodyAsksForIsNotDialledForEver() throws Exception {
        PeerSettings brief = new PeerSettings(1_000, 5_000, 10_000, 5_000, 1_000, 20, 50, 200, 1 << 20, 100, 64);
        try (TestPeer one = new TestPeer(1, brief);
                TestPeer two = new TestPeer(2, brief)) {
            one.linkTo(two.address());
            two.wire.close();
            String dialler = "peer-dial-" + two.address();
            for (int i = 0; i < 500 && isRunning(dialler); i++) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(isRunning(dialler)).isFalse();
        }
    }

    private static boolean isRunning(String threadName) {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().equals(threadName));
    }

    @Test
    void aNewerLinkOfTheSameRunEndsTheOlderOne() throws Exception {
        PeerIdentity two = new PeerIdentity("cluster", 2, "storage2", 7);
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer older = RawPeer.linked(one.server.port(), two, 1)) {
            PeerLink first = one.expect("up");
            try (RawPeer newer = RawPeer.linked(one.server.port(), two, 2)) {
                assertThat(one.expect("closed")).isSameAs(first);
                PeerLink second = one.expect("up");
                newer.sendNodeMessage("new");
                TestPeer.Event event = one.next();
                assertThat(event.link()).isSameAs(second);
                assertThat(event.message()).isEqualTo(bytes("new"));
            }
            assertThat(older.socket.isClosed()).isFalse();
        }
    }

    @Test
    void anOlderLinkThatComesLateIsNotTaken() throws Exception {
        PeerIdentity two = new PeerIdentity("cluster", 2, "storage2", 7);
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer newer = RawPeer.linked(one.server.port(), two, 5);
                RawPeer late = RawPeer.dial(one.server.port())) {
            one.expect("up");
            late.send(PeerFrame.of(Kind.HELLO, new Hello(two, 4).encode()));
            assertThatThrownBy(late::read).isInstanceOf(IOException.class);
            newer.sendNodeMessage("still here");
            assertThat(one.next().message()).isEqualTo(bytes("still here"));
        }
    }

    @Test
    void anotherRunOfTheSameServerDoesNotEndALink() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                RawPeer first = RawPeer.linked(one.server.port(), new PeerIdentity("cluster", 2, "storage2", 7), 9);
                RawPeer second = RawPeer.linked(one.server.port(), new PeerIdentity("cluster", 2, "storage2", 8), 1)) {
            one.expect("up");
            one.expect("up");
            first.sendNodeMessage("first");
            assertThat(one.next().message()).isEqualTo(bytes("first"));
            second.sendNodeMessage("second");
            assertThat(one.next().message()).isEqualTo(bytes("second"));
        }
    }

    @Test
    void nothingOfAnOlderLinkIsDeliveredOnceTheNewerIsUp() throws Exception {
        PeerIdentity two = new PeerIdentity("cluster", 2, "storage2", 7);
        CountDownLatch taken = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (TestPeer one = new SlowPeer(taken, release);
                RawPeer older = RawPeer.linked(one.server.port(), two, 1)) {
            one.expect("up");
            older.sendNodeMessage("slow");
            older.sendNodeMessage("left over");
            taken.await();
            try (RawPeer newer = RawPeer.dial(one.server.port())) {
                newer.send(PeerFrame.of(Kind.HELLO, new Hello(two, 2).encode()));
                assertThatThrownBy(() -> older.reader.readWithin(100, 10_000)).isInstanceOf(IOException.class);
                assertThat(one.events).as("the newer link must wait").isEmpty();
                release.countDown();
                assertThat(new String(one.next().message(), StandardCharsets.UTF_8))
                        .isEqualTo("slow");
                one.expect("closed");
                one.expect("up");
                newer.sendNodeMessage("new");
                assertThat(new String(one.next().message(), StandardCharsets.UTF_8))
                        .isEqualTo("new");
            }
        }
    }

    /** Takes its time over the message "slow". */
    private static final class SlowPeer extends TestPeer {
        private final CountDownLatch taken;
        private final CountDownLatch release;

        SlowPeer(CountDownLatch taken, CountDownLatch release) throws IOException {
            super(1, SETTINGS);
            this.taken = taken;
            this.release = release;
        }

        @Override
        public void received(PeerLink link, byte[] message) {
            if (new String(message, StandardCharsets.UTF_8).equals("slow")) {
                taken.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            super.received(link, message);
        }
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (TestPeer one = new TestPeer(1, SETTINGS);
                PeerWire other = new PeerWire(one, one, SETTINGS)) {
            int port = one.server.port();
            assertThatThrownBy(() -> other.listen("127.0.0.1", port))
                    .isInstanceOf(PortInUseException.class)
                    .hasMessageContaining("127.0.0.1:" + port);
        }
    }

    @Test
    void moreInboundLinksThanTheBoundAreRefused() throws Exception {
        PeerSettings two = new PeerSettings(1_000, 5_000, 10_000, 5_000, 1_000, 20, 500, 5_000, 1 << 20, 100, 2);
        try (TestPeer one = new TestPeer(1, two);
                RawPeer a = RawPeer.linked(one.server.port(), new PeerIdentity("cluster", 2, "storage2", 7), 1);
                RawPeer b = RawPeer.linked(one.server.port(), new PeerIdentity("cluster", 3, "storage3", 7), 1);
                RawPeer c = RawPeer.dial(one.server.port())) {
            assertThat(Handshake.decodeRefusal(c.read().body(), "there").reason())
                    .isEqualTo(RefusalReason.TOO_MANY_LINKS);
            assertThat(one.nextRefusal().reason()).isEqualTo(RefusalReason.TOO_MANY_LINKS);
            assertThat(a.socket.isClosed() || b.socket.isClosed()).isFalse();
        }
    }
}
