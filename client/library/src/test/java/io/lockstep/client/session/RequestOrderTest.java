package io.lockstep.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.ConnectionListener;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.simulation.live.LiveCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RequestOrderTest {

    private static final SessionIdentity SESSION =
            new SessionIdentity(1, "0123456789abcdef0123456789abcdef", 50_000, Duration.ofSeconds(10));

    private final LiveCluster cluster = new LiveCluster("one", 2);
    private final SessionState state = new SessionState(
            SessionSettings.fresh(
                            HostPort.parseServers(cluster.addresses()), Duration.ofSeconds(10), Duration.ofSeconds(5))
                    .resuming(SESSION, 1),
            SessionListener.NONE);
    private final RequestOrder order = new RequestOrder();

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void anUnansweredRequestKeepsOthersFromTakingANumber() throws Exception {
        PendingCall first = request("a");
        assertThat(order.take(first, soon())).isTrue();
        assertThat(order.take(request("b"), soon())).isFalse();
        order.end(first);
        assertThat(order.take(request("b"), soon())).isTrue();
    }

    @Test
    void aQueuedRequestDelaysNoOther() throws Exception {
        PendingCall first = queued(request("a"), connection(1));
        assertThat(first.position()).isEqualTo(3);
        assertThat(order.take(request("b"), soon())).isTrue();
    }

    @Test
    void onANewConnectionQueuedRequestsGoFirst() throws Exception {
        PendingCall first = queued(request("a"), connection(1));
        PendingCall second = request("b");
        ServerConnection next = connection(2);
        order.take(second, soon());
        assertThat(order.awaitOthers(second, next, soon())).isFalse();
        order.sent(first, next);
        assertThat(order.awaitOthers(second, next, soon())).isTrue();
    }

    @Test
    void onABrokenConnectionNoRequestWaits() throws Exception {
        queued(request("a"), connection(1));
        PendingCall second = request("b");
        order.take(second, soon());
        ServerConnection broken = connection(2);
        broken.close();
        assertThat(order.awaitOthers(second, broken, Deadline.in(Duration.ofHours(1))))
                .isFalse();
    }

    private PendingCall request(String name) {
        return new PendingCall(Call.of(Verb.LOCK, name).with("wait", "1m"), state);
    }

    private PendingCall queued(PendingCall request, ServerConnection at) throws InterruptedException {
        order.take(request, soon());
        request.next(SESSION);
        order.sending(request, at);
        order.queued(request.number(), 3);
        return request;
    }

    private static Deadline soon() {
        return Deadline.in(Duration.ofMillis(100));
    }

    private ServerConnection connection(int server) throws IOException {
        List<HostPort> address = HostPort.parseServers(cluster.server(server).address());
        return ServerConnection.open(address.get(0), Duration.ofSeconds(5), new ConnectionListener() {
            @Override
            public void pushed(ServerConnection from, ServerLine push) {}

            @Override
            public void broken(ServerConnection connection, String why) {}
        });
    }
}
