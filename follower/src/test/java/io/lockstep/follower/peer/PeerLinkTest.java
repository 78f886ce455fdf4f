package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.bytes;
import static io.lockstep.follower.peer.WireEnd.joining;
import static io.lockstep.follower.peer.WireEnd.member;
import static io.lockstep.follower.peer.WireEnd.next;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages that a link carries, and the ways it ends. Server 1 is under test; the test is the other end. */
@Timeout(60)
class PeerLinkTest {

    private final WireEnd one = new WireEnd(1, TestSettings.patient());
    private int port;
    private ServerSocket listening;
    private RawPeer two;

    @BeforeEach
    void listen() throws IOException {
        port = one.listen();
        listening = RawPeer.listening();
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        listening.close();
        if (two != null) {
            two.close();
        }
    }

    /** A link that server 1 dialled. */
    private PeerLink outbound() throws Exception {
        one.wire.links().linkTo("127.0.0.1:" + listening.getLocalPort());
        two = RawPeer.accept(listening);
        two.welcome(member(2));
        one.awaitEvents("up 2");
        return next(one.up);
    }

    /** A link that server 2 dialled. */
    private PeerLink inbound(PeerIdentity identity) throws Exception {
        two = RawPeer.dial(port, identity, 1);
        two.read(Kind.WELCOME);
        one.awaitEvents("up " + identity.server());
        return next(one.up);
    }

    @Test
    void messagesGoBothWaysInOrder() throws Exception {
        exchange(outbound());
        two.close();
        one.awaitEvents("closed 2");
        exchange(inbound(member(2)));
    }

    private void exchange(PeerLink link) throws Exception {
        for (int i = 0; i < 100; i++) {
            link.send(bytes("to two " + i));
            two.sendMessage("to one " + i);
        }
        for (int i = 0; i < 100; i++) {
            assertThat(two.read(Kind.NODE_MESSAGE).body()).isEqualTo(bytes("to two " + i));
            one.awaitEvents("to one " + i);
        }
    }

    @Test
    void everyRequestGetsItsOwnResponse() throws Exception {
        PeerLink link = outbound();
        assertThat(link.request(7, bytes("a"), TestSettings.NEVER, one.outcome("a")))
                .isTrue();
        assertThat(link.request(7, bytes("b"), TestSettings.NEVER, one.outcome("b")))
                .isTrue();
        PeerFrame a = two.read(Kind.REQUEST);
        PeerFrame b = two.read(Kind.REQUEST);
        assertThat(a.type()).isEqualTo(7);
        two.send(new PeerFrame(Kind.RESPONSE, b.request(), 8, bytes("to b")));
        two.send(new PeerFrame(Kind.FAILED, a.request(), 0, bytes("why not")));
        assertThat(next(one.outcomes)).isEqualTo("b: 8 to b");
        assertThat(next(one.outcomes)).isEqualTo("a: NOT_HANDLED");
    }

    @Test
    void requestsAreAnsweredByTheHandlerOnceThereIsOne() throws Exception {
        inbound(member(2));
        PeerFrame request = new PeerFrame(Kind.REQUEST, 5, 7, bytes("x"));
        two.send(request);
        assertThat(two.read(Kind.FAILED).request()).isEqualTo(5);
        one.wire.handleRequests((link, number, type, body) -> link.respond(number, type + 1, body));
        two.send(request);
        assertThat(two.read(Kind.RESPONSE).encode()).isEqualTo(new PeerFrame(Kind.RESPONSE, 5, 8, bytes("x")).encode());
        one.wire.refuseRequests();
        two.send(request);
        assertThat(two.read(Kind.FAILED).request()).isEqualTo(5);
    }

    @Test
    void onlyTheDiallingEndMaySendRequests() throws Exception {
        PeerLink inbound = inbound(member(2));
        assertThatThrownBy(() -> inbound.request(7, bytes("x"), 1, one.outcome("x")))
                .isInstanceOf(IllegalStateException.class);
        outbound();
        two.send(new PeerFrame(Kind.REQUEST, 5, 7, bytes("x")));
        assertThat(two.awaitEnd()).isNull();
    }

    @Test
    void aServerThatJoinsMaySendMessagesButNoRequests() throws Exception {
        one.wire.handleRequests((link, number, type, body) -> one.events.add("request"));
        PeerLink link = inbound(joining("storage-9"));
        assertThat(link.engineAllowed()).isFalse();
        two.sendMessage("let me in");
        two.send(new PeerFrame(Kind.REQUEST, 5, 7, bytes("vote")));
        one.awaitEvents("let me in", "closed 0");
    }

    @Test
    void noRequestGoesToAServerThatJoins() throws Exception {
        one.wire.links().linkTo("127.0.0.1:" + listening.getLocalPort());
        two = RawPeer.accept(listening);
        two.welcome(joining("storage-9"));
        assertThat(next(one.up).request(7, bytes("x"), 1, one.outcome("x"))).isFalse();
        assertThat(one.outcomes).isEmpty();
    }

    static Stream<byte[]> violations() {
        byte[] damaged = PeerFrame.of(Kind.NODE_MESSAGE, bytes("damaged")).encode();
        damaged[damaged.length - 1]++;
        return Stream.of(
                PeerFrame.of(Kind.HELLO, new Hello(member(2), 2).encode()).encode(),
                PeerFrame.of(Kind.WELCOME, new Hello(member(2), 2).encode()).encode(),
                PeerFrame.of(Kind.REFUSED, bytes("?")).encode(),
                ByteBuffer.allocate(8).putInt(PeerFrame.LENGTH_MAX + 1).array(),
                damaged);
    }

    @ParameterizedTest
    @MethodSource("violations")
    void aViolationOfTheProtocolEndsTheLink(byte[] violation) throws Exception {
        PeerLink link = inbound(member(2));
        two.sendMessage("before");
        two.send(violation);
        one.awaitEvents("before", "closed 2");
        assertThat(link.isOpen()).isFalse();
        assertThat(one.refusals).isEmpty();
        two.awaitEnd();
    }

    @Test
    void nobodyIsRefusedByAnEndThatDialled() throws Exception {
        inbound(member(2));
        two.send(Handshake.refusalOfStranger(RefusalReason.OTHER_SECRET, "you forgot"));
        one.awaitEvents("closed 2");
        assertThat(one.refusals).isEmpty();
    }

    @Test
    void onlyAMemberMayAskAndOneThatBecomesAMemberIsMetFirst() throws Exception {
        one.members = identity -> false;
        one.wire.handleRequests((link, request, type, body) -> link.respond(request, type, body));
        PeerLink link = inbound(member(9));
        two.send(new PeerFrame(Kind.REQUEST, 5, 3, bytes("vote for me")));
        assertThat(new String(two.read(Kind.FAILED).body(), UTF_8)).contains("server 9 is no member");
        assertThat(link.withMember()).isFalse();
        assertThat(one.met).isEmpty();

        one.members = identity -> identity.server() == 9;
        two.send(new PeerFrame(Kind.REQUEST, 6, 3, bytes("vote for me")));
        assertThat(two.read(Kind.RESPONSE).request()).isEqualTo(6);
        assertThat(one.met).containsExactly(9);
    }

    @Test
    void framesOfAStrangerAreNoLongerThanAHello() throws Exception {
        one.members = identity -> false;
        inbound(member(9));
        two.send(ByteBuffer.allocate(8).putInt(Hello.LENGTH_MAX + 1).array());
        one.awaitEvents("closed 9");
    }

    @Test
    void nothingIsDeliveredOnceTheListenerHasClosedTheLink() throws Exception {
        PeerLink link = inbound(member(2));
        one.onReceived = link::close;
        two.sendMessage("last");
        two.sendMessage("too late");
        one.awaitEvents("last", "closed 2");
        inbound(new PeerIdentity(WireEnd.CLUSTER, 3, "storage-3", 1));
        assertThat(one.events).isEmpty();
    }
}
