package io.lockstep.follower.peer;

import static io.lockstep.follower.peer.WireEnd.bytes;
import static io.lockstep.follower.peer.WireEnd.member;
import static io.lockstep.follower.peer.WireEnd.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.peer.PeerFrame.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a link when the other end is cut off, silent, or does not read, and the outcome of its requests. */
@Timeout(60)
class PeerLinkEndTest {

    private static final int MESSAGE_BYTES = 256 << 10;
    private ServerSocket listening;
    private WireEnd one;
    private RawPeer two;

    @BeforeEach
    void listen() throws IOException {
        listening = RawPeer.listening();
    }

    @AfterEach
    void close() throws IOException {
        one.close();
        two.close();
        listening.close();
    }

    /** A link that server 1 dialled, with these settings. */
    private PeerLink link(TestSettings settings) throws Exception {
        one = new WireEnd(1, settings.build());
        one.wire.links().linkTo("127.0.0.1:" + listening.getLocalPort());
        two = RawPeer.accept(listening);
        two.welcome(member(2));
        one.awaitEvents("up 2");
        return next(one.up);
    }

    @Test
    void aCutFailsTheRequestsUnderWay() throws Exception {
        PeerLink link = link(new TestSettings());
        assertThat(link.request(7, bytes("x"), TestSettings.NEVER, one.outcome("x")))
                .isTrue();
        two.read(Kind.REQUEST);
        two.close();
        assertThat(next(one.outcomes)).isEqualTo("x: LINK_CLOSED");
        one.awaitEvents("closed 2");
        assertThat(link.request(7, bytes("y"), 1, one.outcome("y"))).isFalse();
        link.send(bytes("dropped"));
        assertThat(one.outcomes).isEmpty();
    }

    /** Sends requests one after the other while the first are answered and the link closes. */
    @Test
    void everyRequestSentHasOneOutcomeWheneverTheLinkCloses() throws Exception {
        int answered = 0;
        int failed = 0;
        for (int cutAfter = 1; cutAfter <= 40; cutAfter++) {
            PeerLink link = link(new TestSettings());
            Thread answering = answering(cutAfter, link);
            int sent = 0;
            while (link.request(7, bytes("x"), TestSettings.NEVER, one.outcome(String.valueOf(sent)))) {
                sent++;
            }
            answering.join();
            one.awaitEvents("closed 2");
            close();
            listen();
            assertThat(one.outcomes).hasSize(sent);
            assertThat(one.outcomes.stream().map(outcome -> outcome.replaceAll(":.*", "")))
                    .doesNotHaveDuplicates();
            long closed = one.outcomes.stream()
                    .filter(outcome -> outcome.endsWith("LINK_CLOSED"))
                    .count();
            answered += sent - (int) closed;
            failed += (int) closed;
        }
        assertThat(answered).isPositive();
        assertThat(failed).isPositive();
    }

    /** Answers this many requests, each twice, and then closes the link at this end or at the other. */
    private Thread answering(int count, PeerLink link) {
        Thread thread = new Thread(() -> {
            try {
                for (int i = 0; i < count; i++) {
                    PeerFrame response =
                            new PeerFrame(Kind.RESPONSE, two.read(Kind.REQUEST).request(), 8, bytes("y"));
                    two.send(response);
                    two.send(response);
                }
                if (count % 2 == 0) {
                    two.close();
                } else {
                    link.close();
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void silenceEndsTheLink() throws Exception {
        link(new TestSettings().silenceMillis(50));
        one.awaitEvents("closed 2");
    }

    @Test
    void halfAFrameAndSilenceEndTheLink() throws Exception {
        link(new TestSettings().frameMillis(50));
        two.send(new byte[] {0, 0});
        one.awaitEvents("closed 2");
    }

    @Test
    void keepAlivesKeepAQuietLinkOpen() throws Exception {
        PeerLink link = link(new TestSettings().keepAliveMillis(20).silenceMillis(5_000));
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            two.read(Kind.KEEP_ALIVE);
            two.send(PeerFrame.keepAlive());
        }
        assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(19 * 20));
        assertThat(link.isOpen()).isTrue();
        assertThat(one.events).isEmpty();
    }

    @Test
    void linkIsCutWhenItsQueueIsFull() throws Exception {
        PeerLink link = link(new TestSettings().queueBytesMax(2 * MESSAGE_BYTES));
        // The other end never reads: once the buffers of both sockets are full, the queue fills up.
        byte[] message = new byte[MESSAGE_BYTES];
        BlockingQueue<Thread> sender = new LinkedBlockingQueue<>();
        Thread sending = new Thread(() -> {
            while (link.isOpen()) {
                link.send(message);
                assertThat(link.queuedBytes()).isLessThanOrEqualTo(2 * MESSAGE_BYTES);
            }
            sender.add(Thread.currentThread());
        });
        sending.start();
        next(sender);
        one.awaitEvents("closed 2");
        assertThat(link.queuedBytes()).isZero();
    }

    @Test
    void aRequestThatFillsTheQueueIsToldOnce() throws Exception {
        PeerLink link = link(new TestSettings().queueBytesMax(MESSAGE_BYTES));
        assertThat(link.request(7, bytes("x"), TestSettings.NEVER, one.outcome("sent")))
                .isTrue();
        two.read(Kind.REQUEST);
        boolean sent = link.request(7, new byte[MESSAGE_BYTES], TestSettings.NEVER, one.outcome("too long"));
        one.awaitEvents("closed 2");
        assertThat(one.outcomes).hasSize(sent ? 2 : 1).contains("sent: LINK_CLOSED");
    }

    @Test
    void aLinkIsClosedWhenAWriteIsStuck() throws Exception {
        PeerLink link = link(new TestSettings().frameMillis(200));
        // More than the buffers of both sockets hold.
        for (int i = 0; i < 64; i++) {
            link.send(new byte[MESSAGE_BYTES]);
        }
        String end = null;
        while (end == null) {
            keepAliveUnlessClosed();
            end = one.events.poll(10, TimeUnit.MILLISECONDS);
        }
        assertThat(end).isEqualTo("closed 2");
    }

    private void keepAliveUnlessClosed() {
        try {
            two.send(PeerFrame.keepAlive());
        } catch (IOException closedByNow) {
            assertThat(closedByNow).isNotNull();
        }
    }
}
