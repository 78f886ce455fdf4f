package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.member;
import static io.lockstep.follower.peer.WireEnd.next;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only a server that closes its links and takes no new one has gone. */
@Timeout(60)
class DeparturesTest {

    private final BlockingQueue<String> departures = new LinkedBlockingQueue<>();
    private ServerSocket listening;
    private WireEnd one;
    private String address;
    private RawPeer two;

    @BeforeEach
    void listen() throws IOException {
        listening = RawPeer.listening();
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        listening.close();
    }

    private PeerLink link(TestSettings settings) throws Exception {
        one = new WireEnd(1, settings.build());
        address = "127.0.0.1:" + listening.getLocalPort();
        one.wire.departures().onSign(() -> {
            if (isGone()) {
                departures.add("gone");
            }
        });
        one.wire.links().linkTo(address);
        two = RawPeer.accept(listening);
        two.welcome(member(2));
        return next(one.up);
    }

    private boolean isGone() {
        return one.wire.departures().isGone(2, address);
    }

    @Test
    void aServerWhoseLinkClosesAndWhosePortIsClosedHasGone() throws Exception {
        link(new TestSettings());
        assertThat(isGone()).isFalse();
        listening.close();
        two.close();
        assertThat(next(departures)).isEqualTo("gone");
        assertThat(isGone()).isTrue();
    }

    /** The system takes connections for a process that is just being ended, and then resets them. */
    @Test
    void aServerWhoseNewConnectionEndsBeforeItsHelloHasGone() throws Exception {
        link(new TestSettings());
        two.close();
        RawPeer.accept(listening).close();
        assertThat(next(departures)).isEqualTo("gone");
    }

    @Test
    void aServerThatWelcomesANewLinkHasNotGone() throws Exception {
        link(new TestSettings());
        two.close();
        one.awaitEvents("up 2", "closed 2");
        try (RawPeer again = RawPeer.accept(listening)) {
            again.welcome(member(2));
            one.awaitEvents("up 2");
            assertThat(isGone()).isFalse();
        }
        assertThat(departures).isEmpty();
    }

    @Test
    void aServerThatRefusesTheHelloHasNotGone() throws Exception {
        link(new TestSettings());
        two.close();
        for (int i = 0; i < 3; i++) {
            try (RawPeer again = RawPeer.accept(listening)) {
                again.hello();
                again.refuse(RefusalReason.OTHER_CLUSTER, "no", member(2));
                next(one.refusals);
            }
        }
        assertThat(isGone()).isFalse();
    }

    @Test
    void aSilentServerHasNotGone() throws Exception {
        link(new TestSettings().silenceMillis(50));
        listening.close();
        one.awaitEvents("up 2", "closed 2");
        assertThat(departures.poll(200, TimeUnit.MILLISECONDS)).isNull();
        two.close();
    }

    @Test
    void aLinkThatThisServerClosesSaysNothingAboutTheOther() throws Exception {
        PeerLink link = link(new TestSettings());
        listening.close();
        link.close();
        one.awaitEvents("up 2", "closed 2");
        assertThat(departures.poll(200, TimeUnit.MILLISECONDS)).isNull();
        two.close();
    }

    @Test
    void aServerIsBackWithItsNextLink() throws Exception {
        link(new TestSettings());
        two.close();
        RawPeer.accept(listening).close();
        next(departures);
        try (RawPeer again = RawPeer.accept(listening)) {
            again.welcome(member(2));
            one.awaitEvents("up 2", "closed 2", "up 2");
            assertThat(isGone()).isFalse();
        }
    }
}
