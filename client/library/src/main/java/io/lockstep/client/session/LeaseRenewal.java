package io.lockstep.client.session;

import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Deadline;
import io.lockstep.client.connection.ServerConnection;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Renews the lease of a session: with one PING a round, which the server answers when a leader has confirmed the
 * renewal. {@link #round} is for the keep-alive thread; the other methods are safe for any thread. All block for a
 * bounded time.
 */
final class LeaseRenewal {

    /** A server that answers no PING for this long hangs. */
    private static final Duration PING_TIMEOUT = Duration.ofMillis(1_500);

    /** A leader confirms a renewal in a fraction of this. */
    private static final Duration CONFIRM_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration NODES_INTERVAL = Duration.ofSeconds(30);

    private static final Call PLAIN_PING = Call.of(Verb.PING);
    private static final Call CONFIRMED_PING = PLAIN_PING.with("confirm", "yes");

    private final SessionSettings settings;
    private final SessionState state;
    private final Link link;
    private final LeaseTimer timer;

    /** The connection on which NODES was answered last, and when that was. */
    private @Nullable ServerConnection nodesFrom;

    private long nodesNanos;

    LeaseRenewal(SessionSettings settings, SessionState state, Link link, LeaseTimer timer) {
        this.settings = settings;
        this.state = state;
        this.link = link;
        this.timer = timer;
    }

    /** One round: connects to a server if there is no connection, or renews the lease. Returns when the next is due. */
    Duration round(Duration interval) throws InterruptedException {
        long begunNanos = System.nanoTime();
        ServerConnection at = link.currentHome();
        if (state.isClosed()) {
            return interval;
        }
        if (at == null) {
            boolean connected = link.establish(true, Deadline.in(settings.timeout())) != null;
            return connected ? interval : Duration.ZERO;
        }
        boolean renewed = renew(at);
        if (at.isOpen()) {
            learnNodes(at);
        }
        Duration left = interval.minusNanos(System.nanoTime() - begunNanos);
        return renewed && !left.isNegative() ? left : Duration.ZERO;
    }

    /** Renews the lease; false if that was not confirmed in time. Disconnects from a server that answers nothing. */
    boolean renew(ServerConnection at) throws InterruptedException {
        if (ping(at, CONFIRMED_PING, CONFIRM_TIMEOUT) instanceof CallOutcome.Answered) {
            return true;
        }
        // Without a leader no renewal is confirmed, but the server still answers.
        if (!(ping(at, PING_TIMEOUT) instanceof CallOutcome.Answered)) {
            at.fail("the server did not answer a ping");
        }
        return false;
    }

    /** Asks whether the server answers at all. */
    CallOutcome ping(ServerConnection at, Duration timeout) throws InterruptedException {
        return ping(at, PLAIN_PING, timeout);
    }

    private CallOutcome ping(ServerConnection at, Call ping, Duration timeout) throws InterruptedException {
        SessionIdentity session = state.identity();
        long sentNanos = state.nanoTime();
        CallOutcome outcome = link.call(at, ping, timeout);
        if (outcome instanceof CallOutcome.Answered answered && session != null) {
            state.ponged(session, ping, answered.reply(), sentNanos);
            timer.wake();
        }
        return outcome;
    }

    /** Asks for the servers of the cluster and their roles: on each new connection, and then at intervals. */
    private void learnNodes(ServerConnection at) throws InterruptedException {
        long nowNanos = System.nanoTime();
        if (at == nodesFrom && nowNanos - nodesNanos < NODES_INTERVAL.toNanos()) {
            return;
        }
        if (link.call(at, Call.of(Verb.NODES), PING_TIMEOUT) instanceof CallOutcome.Answered nodes) {
            link.learn(addresses(nodes.reply().rows()));
            state.learnRole(nodes.reply().rows());
            nodesFrom = at;
            nodesNanos = nowNanos;
        }
    }

    private static List<HostPort> addresses(List<ServerLine> nodes) {
        return nodes.stream()
                .map(node -> node.options().getOrDefault("address", ""))
                .flatMap(address -> HostPort.received(address).stream())
                .toList();
    }
}
