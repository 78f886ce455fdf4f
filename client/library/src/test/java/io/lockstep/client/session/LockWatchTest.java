package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.CallOutcome;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Watching locks: what is held at first, the events, and a move to another server. */
@Timeout(60)
class LockWatchTest {

    private final LiveCluster cluster = new LiveCluster("one", 3);
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final WatchingListener listener = new WatchingListener();
    private final ClientSession session = session(cluster.addresses());

    @AfterEach
    void stop() {
        listener.watch.end();
        session.detach();
        cluster.close();
    }

    @Test
    void oneRequestBringsWhatIsHeldAndThenTheEvents() throws Exception {
        cluster.holdElsewhere("a1");
        cluster.holdElsewhere("a2");
        cluster.holdElsewhere("b");
        watch("", "a");
        assertThat(next()).isEqualTo("HELD a1");
        assertThat(next()).isEqualTo("HELD a2");
        cluster.free("a1");
        assertThat(next()).isEqualTo("RELEASED a1");
        cluster.holdElsewhere("a3");
        assertThat(next()).isEqualTo("GRANTED a3");
        assertThat(cluster.linesSoFar("WATCH")).containsExactly("WATCH prefix=a list=yes");
        assertThat(cluster.linesSoFar("LIST")).isEmpty();
    }

    @Test
    void aFreeLockIsShownAsFree() throws Exception {
        watch("x", "");
        assertThat(next()).isEqualTo("FREE x");
        cluster.holdElsewhere("x");
        assertThat(next()).isEqualTo("GRANTED x");
        assertThat(cluster.linesSoFar("STATUS")).isEmpty();
    }

    @Test
    void atAnotherServerAGapIsReportedAndWhatIsHeldFollows() throws Exception {
        session.open();
        watch("", "");
        cluster.awaitLine("WATCH");
        cluster.server(1).close();
        assertThat(next()).isEqualTo("GAP ");
        cluster.holdElsewhere("c");
        assertThat(next()).matches("(HELD|GRANTED) c");
    }

    @Test
    void aLongListGoesOnWithListAndItsEventsAreNotRepeated() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                ClientSession scripted = session(server.address())) {
            var unused = watch(scripted, "", "");
            assertThat(server.next()).endsWith("WATCH list=yes");
            server.answer("- a owner=1 token=1", "- m owner=1 token=2", "OK WATCH id=7 index=10 n=2 more=yes");
            assertThat(server.next()).contains("LIST").contains("after=m");
            server.push("* RELEASED a token=1 watch=7 rev=11");
            server.push("* GRANTED n token=3 watch=7 rev=12");
            server.push("* GRANTED z token=4 watch=7 rev=14");
            server.answer("- n owner=1 token=3", "OK LIST n=1 index=13");
            assertThat(next()).isEqualTo("HELD a");
            assertThat(next()).isEqualTo("HELD m");
            assertThat(next()).isEqualTo("HELD n");
            // The LIST after m shows the grant of n, and nothing about a.
            assertThat(next()).isEqualTo("RELEASED a");
            assertThat(next()).isEqualTo("GRANTED z");
        }
    }

    @Test
    void aGapThatTheServerReportsBeginsTheWatchAnew() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                ClientSession scripted = session(server.address())) {
            var unused = watch(scripted, "", "");
            server.next();
            server.answer("OK WATCH id=1 index=10 n=0");
            server.push("* GAP watch=1 rev=20");
            assertThat(server.next()).endsWith("UNWATCH 1");
            server.answer("OK UNWATCH id=1");
            assertThat(server.next()).endsWith("WATCH list=yes");
            server.push("* GRANTED old token=4 watch=1 rev=19");
            server.answer("- b owner=1 token=1", "OK WATCH id=2 index=21 n=1");
            assertThat(next()).isEqualTo("GAP ");
            assertThat(next()).isEqualTo("HELD b");
            server.push("* RELEASED b token=1 watch=2 rev=22");
            assertThat(next()).isEqualTo("RELEASED b");
        }
    }

    @Test
    void aRefusedWatchEnds() throws Exception {
        try (ScriptedServer server = new ScriptedServer();
                ClientSession scripted = session(server.address())) {
            CompletableFuture<CallOutcome> ended = watch(scripted, "a", "");
            server.next();
            server.answer("ERR BAD_ARGS msg=no");
            assertThat(ended.get()).isInstanceOf(CallOutcome.Answered.class);
            assertThat(lines).isEmpty();
        }
    }

    private void watch(String name, String prefix) {
        var unused = watch(session, name, prefix);
    }

    private CompletableFuture<CallOutcome> watch(ClientSession in, String name, String prefix) {
        LockWatch watch = new LockWatch(in, name, prefix, line -> lines.add(line.word() + " " + line.value()));
        listener.watch = watch;
        return CompletableFuture.supplyAsync(() -> {
            try {
                return watch.run();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private String next() throws InterruptedException {
        return lines.poll(20, TimeUnit.SECONDS);
    }

    private ClientSession session(String servers) {
        return new ClientSession(
                SessionSettings.fresh(HostPort.parseServers(servers), Duration.ofSeconds(10), Duration.ofSeconds(5)),
                listener);
    }

    private static final class WatchingListener implements SessionListener {

        private volatile LockWatch watch;

        @Override
        public void pushed(ServerLine push) {
            watch.pushed(push);
        }

        @Override
        public void connected(HostPort address, SessionIdentity identity, boolean resumed) {
            if (watch != null) {
                watch.connected();
            }
        }
    }
}
