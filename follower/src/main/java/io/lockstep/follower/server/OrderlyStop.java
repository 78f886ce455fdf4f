package io.lockstep.follower.server;

import io.lockstep.follower.node.Node;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a server stops on a signal. A leader first transfers leadership and goes on serving until the next leader is
 * known; requests that it did not decide go there. Then each client is told to go as soon as none of its requests is
 * under way: it finds a leader at any other server. Loop thread only.
 */
final class OrderlyStop {

    /** How long a leader waits for the next one. */
    private static final long HAND_OVER_NANOS_MAX = TimeUnit.SECONDS.toNanos(1);

    /** How long requests that are under way may still take. */
    private static final long ANSWERS_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(200);

    private static final Logger LOG = LoggerFactory.getLogger(OrderlyStop.class);

    private final Collection<ClientConnection> clients;

    /** When the present step ends at the latest; null before the first. */
    private @Nullable Long deadlineNanos;

    private boolean handingOver;
    private boolean over;

    /** @param clients all clients; changes as they leave */
    OrderlyStop(Collection<ClientConnection> clients) {
        this.clients = clients;
    }

    /** Begins to stop, unless it has begun. */
    void begin(Node node, long nowNanos) {
        if (deadlineNanos == null) {
            handingOver = node.leads();
            LOG.info(handingOver ? "Stopping; transferring leadership to another server" : "Stopping");
            deadlineNanos = nowNanos + (handingOver ? HAND_OVER_NANOS_MAX : ANSWERS_NANOS_MAX);
            node.transferLeadership();
        }
    }

    /** Whether the loop is to end now, since every client has been told. True once; asked in each turn. */
    boolean isDue(Node node, long nowNanos) {
        if (deadlineNanos == null || over) {
            return false;
        }
        boolean late = nowNanos - deadlineNanos >= 0;
        if (handingOver && !late) {
            if (node.leads() || node.leader() == 0) {
                return false;
            }
            handingOver = false;
            deadlineNanos = nowNanos + ANSWERS_NANOS_MAX;
        }
        over = true;
        for (ClientConnection client : List.copyOf(clients)) {
            if (late || client.isIdle()) {
                client.sayShutdown();
            } else {
                over = false;
            }
        }
        return over;
    }
}
