package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Reply;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ReplyParser;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sends to renew its lease, and what it concludes from the answers. */
@Timeout(60)
class RenewalTest {

    private static final Duration TTL = Duration.ofSeconds(10);
    private static final SessionIdentity SESSION = new SessionIdentity(1, "00", 50_000, TTL);
    private static final Call CONFIRMED_PING = Call.of(Verb.PING).with("confirm", "yes");

    private final SessionState state = new SessionState(settings("127.0.0.1:9000", TTL), SessionListener.NONE);
    private final long sentNanos = System.nanoTime();

    RenewalTest() {
        state.opened(reply("OK HELLO version=1 client=50000 session=1 key=00 ttl=10s"), sentNanos - TTL.toNanos());
        assertThat(state.leaseLeft(1)).isZero();
    }

    @Test
    void aConfirmedRenewalCountsFromWhenItsPingWasSent() {
        state.ponged(SESSION, CONFIRMED_PING, reply("OK PONG renewed=300ms"), sentNanos);
        assertLeaseBegan(sentNanos);
    }

    @Test
    void aPlainAnswerCountsFromTheAgeThatItNames() {
        state.ponged(SESSION, Call.of(Verb.PING), reply("OK PONG renewed=300ms"), sentNanos);
        assertLeaseBegan(sentNanos - Duration.ofMillis(300).toNanos());
    }

    @Test
    void anAnswerAfterAWaitInVainCountsFromTheAgeThatItNames() {
        state.ponged(SESSION, CONFIRMED_PING, reply("OK PONG renewed=5000ms"), sentNanos);
        assertLeaseBegan(sentNanos - Duration.ofSeconds(5).toNanos());
    }

    @Test
    void anAnswerThatNamesNoRenewalRenewsNothing() {
        state.ponged(SESSION, CONFIRMED_PING, reply("OK PONG"), sentNanos);
        assertThat(state.leaseLeft(1)).isZero();
    }

    @Test
    void oneRequestRenewsTheLease() throws InterruptedException {
        try (LiveCluster cluster = new LiveCluster("one", 3);
                ClientSession session =
                        new ClientSession(settings(cluster.addresses(), Duration.ofSeconds(4)), SessionListener.NONE)) {
            session.open();
            cluster.awaitLine("NODES");
            for (int i = 0; i < 5; i++) {
                assertThat(cluster.awaitLine("")).isEqualTo("PING confirm=yes");
                assertThat(session.leaseLeft(1)).isPositive();
            }
        }
    }

    @Test
    void withoutConfirmationTheServerIsKept() throws InterruptedException {
        try (LiveCluster cluster = new LiveCluster("one", 3);
                ClientSession session = new ClientSession(settings(cluster.addresses(), TTL), SessionListener.NONE)) {
            session.open();
            cluster.awaitLine("NODES");
            HostPort before = session.address();
            cluster.confirm(false);
            cluster.awaitLine("PING confirm=yes");
            assertThat(cluster.awaitLine("PING")).isEqualTo("PING");
            cluster.awaitLine("PING confirm=yes");
            assertThat(session.address()).isEqualTo(before);
            assertThat(cluster.linesSoFar("HELLO")).isEmpty();
        }
    }

    private void assertLeaseBegan(long nanos) {
        long endNanos = nanos + TTL.toNanos() * 8 / 10;
        long before = endNanos - System.nanoTime();
        long left = state.leaseLeft(1).toNanos();
        long after = endNanos - System.nanoTime();
        assertThat(left).isBetween(after, before);
    }

    private static Reply reply(String line) {
        return new Reply(ReplyParser.parse(line).orElseThrow(), List.of());
    }

    private static SessionSettings settings(String servers, Duration ttl) {
        return SessionSettings.fresh(HostPort.parseServers(servers), ttl, Duration.ofSeconds(5));
    }
}
