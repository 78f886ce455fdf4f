package io.lockstep.follower.server;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * The clients that have connected and sent no line yet. They lose their connections after five minutes; after ten
 * seconds if nine tenths of the connections are in use, so that whoever opens connections for nothing keeps nobody out
 * for long. Loop thread only.
 */
final class SilentClients {

    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);
    private static final long SHORT_PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(10);

    /** Most clients that are dismissed in one tick. */
    private static final int DISMISSED_MAX = 500;

    private final int connectionsMax;

    /** Who connected first comes first. */
    private final Set<ClientConnection> silent = new LinkedHashSet<>();

    SilentClients(int connectionsMax) {
        this.connectionsMax = connectionsMax;
    }

    void connected(ClientConnection client) {
        silent.add(client);
    }

    void closed(ClientConnection client) {
        silent.remove(client);
    }

    /** Dismisses the clients that have been silent for too long. */
    void tick(long nowNanos, int connections) {
        boolean isShort = connections >= connectionsMax - connectionsMax / 10;
        long patienceNanos = isShort ? SHORT_PATIENCE_NANOS : PATIENCE_NANOS;
        int dismissed = 0;
        while (!silent.isEmpty() && dismissed < DISMISSED_MAX) {
            ClientConnection first = silent.iterator().next();
            if (first.isSilent() && nowNanos - first.sinceNanos() < patienceNanos) {
                return;
            }
            silent.remove(first);
            if (first.isSilent()) {
                first.saySilent();
                dismissed++;
            }
        }
    }
}
