package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Connection;
import io.lockstep.client.connection.ConnectionListener;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.fake.FakeCluster;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {

    private static final SessionIdentity SESSION =
            new SessionIdentity(1, "0123456789abcdef0123456789abcdef", 50_000, Duration.ofSeconds(10));

    private final FakeCluster cluster = new FakeCluster("one", 2);
    private final SessionState state = new SessionState(
            SessionSettings.fresh(
                            HostPort.parseServers(cluster.addresses()), Duration.ofSeconds(10), Duration.ofSeconds(5))
                    .resuming(SESSION, 1),
            SessionListener.NONE);
    private final Turns turns = new Turns();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void oneWithoutAnAnswerKeepsOthersFromHavingANumber() throws Exception {
        PendingCall first = request("a");
        assertThat(turns.take(first, soon())).isTrue();
        assertThat(turns.take(request("b"), soon())).isFalse();
        turns.end(first);
        assertThat(turns.take(request("b"), soon())).isTrue();
    }

    @Test
    void oneThatStandsInLineKeepsNobody() throws Exception {
        PendingCall first = inLine(request("a"), connection(1));
        assertThat(first.position()).isEqualTo(3);
        assertThat(turns.take(request("b"), soon())).isTrue();
    }

    @Test
    void atANewConnectionWhatStandsInLineGoesFirst() throws Exception {
        PendingCall first = inLine(request("a"), connection(1));
        PendingCall second = request("b");
        Connection next = connection(2);
        turns.take(second, soon());
        assertThat(turns.awaitOthers(second, next, soon())).isFalse();
        turns.sent(first, next);
        assertThat(turns.awaitOthers(second, next, soon())).isTrue();
    }

    @Test
    void atAConnectionThatBrokeNobodyWaits() throws Exception {
        inLine(request("a"), connection(1));
        PendingCall second = request("b");
        turns.take(second, soon());
        Connection broken = connection(2);
        broken.close();
        assertThat(turns.awaitOthers(second, broken, Deadline.in(Duration.ofHours(1))))
                .isFalse();
    }

    private PendingCall request(String name) {
        return new PendingCall(Call.of(Verb.LOCK, name).with("wait", "1m"), state);
    }

    private PendingCall inLine(PendingCall request, Connection at) throws InterruptedException {
        turns.take(request, soon());
        request.next(SESSION);
        turns.sending(request, at);
        turns.queued(request.number(), 3);
        return request;
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(100));
    }

    private Connection connection(int server) throws IOException {
        List<HostPort> address = HostPort.parseServers(cluster.server(server).address());
        return Connection.open(address.get(0), Duration.ofSeconds(5), new ConnectionListener() {
            @Override
            public void pushed(Connection from, ServerLine push) {}

            @Override
            public void broken(Connection connection, String why) {}
        });
    }
}
