package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.joining;
import static io.lockstep.follower.peer.WireEnd.member;
import static io.lockstep.follower.peer.WireEnd.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.common.net.CannotListenException;
import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Accepting links: a newer link of the same run replaces the older one, and the number of links is bounded. */
@Timeout(60)
class PeerServerTest {

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private WireEnd wire(int server, PeerSettings settings) {
        WireEnd end = new WireEnd(server, settings);
        open.add(end);
        return end;
    }

    private RawPeer dial(int port, PeerIdentity identity, long linkNumber) throws IOException {
        RawPeer peer = RawPeer.dial(port, identity, linkNumber);
        open.add(peer);
        return peer;
    }

    private static RefusalReason refusalOf(RawPeer peer) throws IOException {
        return RefusalReason.ofNumber(peer.read(Kind.REFUSED).body()[0]);
    }

    @Test
    void aNewerLinkIsWelcomedOnlyAfterTheOlderIsSilent() throws Exception {
        WireEnd one = wire(1, TestSettings.patient());
        int port = one.listen();
        RawPeer older = dial(port, member(2), 1);
        older.read(Kind.WELCOME);
        PeerLink link = next(one.up);
        CountDownLatch goOn = new CountDownLatch(1);
        one.onReceived = () -> awaitUninterrupted(goOn);
        for (int i = 0; i < 100; i++) {
            older.sendMessage("old " + i);
        }
        one.awaitEvents("up 2", "old 0");
        // The listener is busy with "old 0", and the rest has arrived or is about to arrive.
        RawPeer newer = dial(port, member(2), 2);
        older.awaitEnd();
        assertThat(link.isOpen()).isFalse();
        assertThat(one.events).isEmpty();
        goOn.countDown();
        newer.read(Kind.WELCOME);
        newer.sendMessage("new");
        one.awaitEvents("closed 2", "up 2", "new");
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void anOlderLinkThatComesLateIsNotWelcomed() throws Exception {
        WireEnd one = wire(1, TestSettings.patient());
        int port = one.listen();
        RawPeer newer = dial(port, member(2), 5);
        newer.read(Kind.WELCOME);
        RawPeer late = dial(port, member(2), 4);
        assertThat(late.awaitEnd()).isNull();
        newer.sendMessage("still here");
        one.awaitEvents("up 2", "still here");
    }

    @Test
    void anotherRunOfAServerReplacesNothing() throws Exception {
        WireEnd one = wire(1, TestSettings.patient());
        int port = one.listen();
        RawPeer first = dial(port, new PeerIdentity(WireEnd.CLUSTER, 2, "storage-2", 11), 5);
        first.read(Kind.WELCOME);
        RawPeer second = dial(port, new PeerIdentity(WireEnd.CLUSTER, 2, "storage-2", 12), 1);
        second.read(Kind.WELCOME);
        one.awaitEvents("up 2", "up 2");
        first.sendMessage("a");
        one.awaitEvents("a");
        second.sendMessage("b");
        one.awaitEvents("b");
    }

    @Test
    void noMoreLinksThanAllowed() throws Exception {
        WireEnd one = wire(1, new TestSettings().linksMax(2).build());
        int port = one.listen();
        RawPeer two = dial(port, member(2), 1);
        two.read(Kind.WELCOME);
        dial(port, member(3), 1).read(Kind.WELCOME);
        assertThat(refusalOf(dial(port, member(4), 1))).isEqualTo(RefusalReason.TOO_MANY_LINKS);
        assertThat(next(one.refusals).here()).isTrue();
        WireEnd four = wire(4, TestSettings.patient());
        four.wire.links().linkTo("127.0.0.1:" + port);
        assertThat(next(four.refusals).reason()).isEqualTo(RefusalReason.TOO_MANY_LINKS);
        two.close();
        assertThat(next(four.up).peer()).isEqualTo(member(1));
    }

    @Test
    void strangersMakeRoomForMembers() throws Exception {
        WireEnd one = wire(1, new TestSettings().linksMax(3).build());
        one.members = identity -> identity.server() < 9;
        int port = one.listen();
        RawPeer silent = RawPeer.dial(port);
        open.add(silent);
        RawPeer joining = dial(port, WireEnd.joining("storage-8"), 1);
        joining.read(Kind.WELCOME);
        RawPeer unknown = dial(port, member(9), 1);
        unknown.read(Kind.WELCOME);
        dial(port, member(2), 1).read(Kind.WELCOME);
        assertThat(silent.awaitEnd()).isNull();
        dial(port, member(3), 1).read(Kind.WELCOME);
        assertThat(joining.awaitEnd()).isNull();
        dial(port, member(4), 1).read(Kind.WELCOME);
        assertThat(unknown.awaitEnd()).isNull();
        assertThat(refusalOf(dial(port, member(5), 1))).isEqualTo(RefusalReason.TOO_MANY_LINKS);
    }

    @Test
    void aConnectionWithoutAHelloInTimeIsClosed() throws Exception {
        WireEnd one = wire(1, new TestSettings().handshakeMillis(50).build());
        RawPeer silent = RawPeer.dial(one.listen());
        open.add(silent);
        assertThat(silent.awaitEnd()).isNull();
        assertThat(one.events).isEmpty();
    }

    @Test
    void refusesAServerThatLostItsDisk() throws Exception {
        WireEnd one = wire(1, TestSettings.patient());
        RawPeer wiped = dial(one.listen(), new PeerIdentity(WireEnd.CLUSTER, 2, "storage-new", 1), 1);
        assertThat(refusalOf(wiped)).isEqualTo(RefusalReason.OTHER_STORAGE);
        wiped.awaitEnd();
        assertThat(next(one.refusals).reason()).isEqualTo(RefusalReason.OTHER_STORAGE);
        assertThat(one.events).isEmpty();
    }

    @Test
    void closingLinksMakesThemComeUpAgainUnderANewIdentity() throws Exception {
        WireEnd one = wire(1, TestSettings.patient());
        WireEnd two = wire(2, TestSettings.patient());
        two.self = joining("storage-2");
        two.dialled(one.listen());
        assertThat(next(one.up).peer()).isEqualTo(joining("storage-2"));
        two.self = member(2);
        two.wire.closeOldLinks();
        assertThat(next(one.up).peer()).isEqualTo(member(2));
        assertThat(next(two.up).engineAllowed()).isTrue();
        one.awaitEvents("up 0", "closed 0", "up 2");
    }

    /** Others dial a server as soon as they know it, which may be just before it closes its old links. */
    @Test
    void closingOldLinksLeavesThoseOfThePresentIdentity() throws Exception {
        WireEnd one = wire(1, TestSettings.patient());
        one.self = joining("storage-1");
        int port = one.listen();
        RawPeer older = dial(port, member(2), 1);
        older.read(Kind.WELCOME);
        next(one.up);
        PeerLink olderDialled = one.dialled(wire(3, TestSettings.patient()).listen());
        one.self = member(1);
        RawPeer newer = dial(port, member(4), 1);
        newer.read(Kind.WELCOME);
        next(one.up);
        PeerLink newerDialled = one.dialled(wire(5, TestSettings.patient()).listen());

        one.wire.closeOldLinks();

        older.awaitEnd();
        assertThat(olderDialled.isOpen()).isFalse();
        assertThat(newerDialled.isOpen()).isTrue();
        newer.sendMessage("still here");
        String event = "";
        while (!event.equals("still here")) {
            event = next(one.events);
        }
    }

    @Test
    void closeEndsAcceptedLinksAndFreesThePort() throws Exception {
        WireEnd one = wire(1, TestSettings.patient());
        int port = one.listen();
        RawPeer two = dial(port, member(2), 1);
        two.read(Kind.WELCOME);
        one.close();
        two.awaitEnd();
        one.awaitEvents("up 2", "closed 2");
        WireEnd again = wire(1, TestSettings.patient());
        assertThat(again.wire.listen("127.0.0.1", port).port()).isEqualTo(port);
    }

    @Test
    void aPortInUseIsNamed() throws Exception {
        int port = wire(1, TestSettings.patient()).listen();
        WireEnd another = wire(2, TestSettings.patient());
        assertThatThrownBy(() -> another.wire.listen("127.0.0.1", port))
                .isInstanceOf(CannotListenException.class)
                .hasMessageContaining("127.0.0.1:" + port);
    }
}
