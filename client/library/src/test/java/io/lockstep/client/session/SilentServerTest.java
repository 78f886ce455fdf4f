package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.Fault;
import io.lockstep.simulation.live.LiveCluster;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client leaves a server that answers nothing, if another one answers, and only then. */
@Timeout(60)
class SilentServerTest {

    private static final Call LOCK = Call.of(Verb.LOCK, "a");

    /** Longer than the whole test: no request is given up. */
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    @Test
    void aServerThatAnswersNothingIsLeft() throws InterruptedException {
        try (LiveCluster cluster = new LiveCluster("one", 3);
                ClientSession session = session(cluster)) {
            cluster.next(Verb.LOCK, Fault.SILENT);
            cluster.always(Verb.PING, Fault.SILENT);
            assertThat(isGranted(session.call(LOCK))).isTrue();
            assertThat(cluster.linesSoFar("HELLO")).isNotEmpty().allMatch(hello -> hello.contains("session="));
        }
    }

    @Test
    void aServerThatIsSlowWithOneRequestIsKept() throws InterruptedException {
        try (LiveCluster cluster = new LiveCluster("one", 3);
                ClientSession session = session(cluster)) {
            cluster.next(Verb.LOCK, Fault.HOLD_ANSWER);
            assertIsKept(cluster, session);
        }
    }

    @Test
    void aSilentServerIsKeptIfNoOtherAnswers() throws InterruptedException {
        try (LiveCluster cluster = new LiveCluster("one", 1);
                ClientSession session = session(cluster)) {
            cluster.next(Verb.LOCK, Fault.HOLD_ANSWER);
            cluster.always(Verb.PING, Fault.SILENT);
            assertIsKept(cluster, session);
        }
    }

    /** The answer to a LOCK is held until the server was asked twice whether it lives. */
    private static void assertIsKept(LiveCluster cluster, ClientSession session) throws InterruptedException {
        CompletableFuture<CallOutcome> lock = CompletableFuture.supplyAsync(() -> call(session));
        cluster.awaitLine("LOCK");
        cluster.awaitLine("PING");
        cluster.awaitLine("PING");
        cluster.sendHeldAnswers();
        assertThat(isGranted(lock.join())).isTrue();
        assertThat(cluster.linesSoFar("HELLO")).isEmpty();
        assertThat(cluster.linesSoFar("LOCK")).isEmpty();
    }

    /** A session whose keep-alive is idle for the next seconds. */
    private static ClientSession session(LiveCluster cluster) throws InterruptedException {
        SessionSettings settings =
                SessionSettings.fresh(HostPort.parseServers(cluster.addresses()), Duration.ofMinutes(1), TIMEOUT);
        ClientSession session = new ClientSession(settings, SessionListener.NONE);
        session.open();
        cluster.awaitLine("NODES");
        return session;
    }

    private static CallOutcome call(ClientSession session) {
        try {
            return session.call(LOCK);
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    private static boolean isGranted(CallOutcome outcome) {
        return outcome.success().isPresent();
    }
}
