package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.follower.client.ClientChannel;
import io.lockstep.follower.client.Conversation;
import io.lockstep.follower.context.NodeSettings;
import java.lang.ref.WeakReference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that has just started delays a request until its map may be shown, for at most two seconds. */
class RestartedServerTest {

    private static final int SEEDS = 50;
    private static final long INDEX_WAIT_MICROS = 2_000_000;
    private static final long TICK_MICROS = 50_000;
    private static final String OUT_OF_REACH = "STATUS x index=9223372036854775807";

    private SmallCluster cluster = new SmallCluster(0);

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"STATUS x", "WHO x", "HISTORY x", "LIST", "SESSIONS", "SESSIONS 1", "STATUS x read=sync"})
    void aReadRightAfterTheStartIsAnsweredFromTheMapOfNow(String read) {
        int answered = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            int follower = restartFollower(seed);
            long startedMicros = cluster.nowMicros();
            SmallCluster.Client client = cluster.new Client(follower, read);
            cluster.await(() -> client.isAnswered(1));
            if (client.lines.stream().anyMatch(line -> line.contains("owner=") || line.contains(" locks=1"))) {
                answered++;
            } else {
                // Sometimes the simulated network keeps the follower out of the leader's reach for this long.
                assertThat(client.lines.get(1)).as("seed " + seed).startsWith("ERR BEHIND");
                assertThat(cluster.nowMicros() - startedMicros).isGreaterThan(INDEX_WAIT_MICROS);
            }
        }
        assertThat(answered).isGreaterThan(SEEDS * 9 / 10);
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"STATUS x", "STATUS x read=sync", "WATCH x"})
    void aServerThatOpenedASessionAnswersAtOnce(String read) {
        for (int seed = 1; seed <= SEEDS; seed++) {
            int follower = restartFollower(seed);
            SmallCluster.Client client = cluster.new Client(follower, "HELLO");
            cluster.await(() -> client.isAnswered(1));
            client.send(read);
            cluster.await(() -> client.isAnswered(2));
            assertThat(client.lines).as("seed " + seed).noneMatch(line -> line.startsWith("ERR"));
        }
    }

    @Test
    void aReadWithoutALeaderIsAnsweredBehindAfterItsTime() {
        for (int host = 1; host <= 3; host++) {
            cluster.crash(host);
        }
        cluster.start(2);
        long startedMicros = cluster.nowMicros();
        SmallCluster.Client client = cluster.new Client(2, "STATUS x");
        cluster.await(() -> client.isAnswered(1));
        assertThat(client.lines.get(1)).startsWith("ERR BEHIND index=");
        assertThat(cluster.nowMicros() - startedMicros)
                .isBetween(INDEX_WAIT_MICROS, INDEX_WAIT_MICROS + 3 * TICK_MICROS);
    }

    @Test
    void aRequestThatWaitsLeavesNothingBehindOnceItsConnectionIsClosed() {
        WeakReference<ClientChannel> read = closedConnection("#1 " + OUT_OF_REACH, OUT_OF_REACH);
        WeakReference<ClientChannel> hello = closedConnection("HELLO index=9223372036854775807");
        WeakReference<ClientChannel> halfClosed = halfClosedConnection();
        System.gc();
        assertThat(read.get()).as("the connection of a read").isNull();
        assertThat(hello.get()).as("the connection of a HELLO").isNull();
        assertThat(halfClosed.get()).as("the connection that was probed").isNull();
    }

    /** A connection sends these lines and closes. */
    private WeakReference<ClientChannel> closedConnection(String... lines) {
        ClientChannel channel = new DeafChannel("client:1");
        Conversation conversation = conversation(channel);
        List.of(lines).forEach(conversation::line);
        conversation.closed();
        return new WeakReference<>(channel);
    }

    private WeakReference<ClientChannel> halfClosedConnection() {
        ClientChannel channel = new DeafChannel("client:1");
        Conversation conversation = conversation(channel);
        conversation.line(OUT_OF_REACH);
        conversation.inputEnded();
        conversation.closed();
        return new WeakReference<>(channel);
    }

    private Conversation conversation(ClientChannel channel) {
        return cluster.servers.servers().get(0).node().connected(channel);
    }

    @Test
    void onlySoManyRequestsWaitForTheMap() {
        Conversation one = conversation(new DeafChannel("client:1"));
        Conversation other = conversation(new DeafChannel("client:1"));
        int most = NodeSettings.defaults().pendingMax();
        for (int i = 0; i < most; i++) {
            (i % 2 == 0 ? one : other).line("#" + i + " " + OUT_OF_REACH);
        }
        SmallCluster.Client client = cluster.client(1, "HELLO", OUT_OF_REACH, "STATUS x", "PING confirm=yes");
        assertThat(client.lines.get(2)).startsWith("ERR BUSY");
        assertThat(client.lines.get(3)).startsWith("OK STATUS");
        assertThat(client.lines.get(4)).startsWith("OK PONG");
        one.closed();
        assertThat(client.ask(OUT_OF_REACH)).as("there is room again").startsWith("ERR BEHIND");
    }

    @Test
    void aRequestOfAClosedConnectionHasNoEffectWhenItsTurnComes() {
        int follower = restartFollower(1);
        SimulatedServer server = cluster.servers.servers().get(follower - 1);
        WeakReference<ClientChannel> watcher = closedBeforeItsTurn(server, "WATCH list=yes");
        closedBeforeItsTurn(server, "HELLO ttl=60s index=1");
        cluster.await(() -> server.node().clients().localReads().level());
        cluster.pass(3_000_000);
        System.gc();
        assertThat(watcher.get()).as("the watch of a closed connection").isNull();
        SmallCluster.Client client = cluster.client(cluster.leader(), "HELLO ttl=60s");
        assertThat(client.ask("INFO")).startsWith("OK INFO");
        assertThat(client.lines)
                .as("the sessions of the holder and of this client")
                .contains("- sessions=2");
    }

    private WeakReference<ClientChannel> closedBeforeItsTurn(SimulatedServer server, String line) {
        ClientChannel channel = new DeafChannel("client:1");
        Conversation conversation = server.node().connected(channel);
        conversation.line(line);
        conversation.closed();
        return new WeakReference<>(channel);
    }

    /**
     * In a complete cluster of three a client holds a lock; then a follower is killed and restarted. Returns its host.
     */
    private int restartFollower(int seed) {
        cluster = new SmallCluster(seed);
        int leader = cluster.leader();
        int host = (leader + seed % 2) % 3 + 1;
        SmallCluster.Client holder = cluster.new Client(leader, "HELLO ttl=60s", "LOCK x");
        cluster.await(() -> holder.isAnswered(2));
        assertThat(holder.lines.get(2)).startsWith("OK LOCK x");
        cluster.crash(host);
        cluster.start(host);
        return host;
    }
}
