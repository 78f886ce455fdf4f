package io.lockstep.follower.server;

import io.lockstep.common.command.RegisteredServer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** A copy of the servers in the map, since the wire asks for them on its own threads. */
final class KnownServers {

    private final Map<Integer, RegisteredServer> servers = new ConcurrentHashMap<>();
    private final IntConsumer onRemoved;

    /** @param onRemoved called once for each server that is removed */
    KnownServers(IntConsumer onRemoved) {
        this.onRemoved = onRemoved;
    }

    /** Copies the servers. Loop thread only. */
    void learn(Iterable<RegisteredServer> registered) {
        for (RegisteredServer server : registered) {
            RegisteredServer before = servers.put(server.server(), server);
            if (server.isRemoved() && (before == null || !before.isRemoved())) {
                onRemoved.accept(server.server());
            }
        }
    }

    /** Whether no other server is known. */
    boolean isAlone() {
        return servers.size() <= 1;
    }

    @Nullable
    String storageIdOf(int server) {
        RegisteredServer known = servers.get(server);
        return known == null ? null : known.storageId();
    }

    boolean isRemoved(int server) {
        RegisteredServer known = servers.get(server);
        return known != null && known.isRemoved();
    }
}
