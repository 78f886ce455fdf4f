package io.lockstep.common.record;

import io.lockstep.common.command.FeatureLevel;
import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.size.MapBytes;
import io.lockstep.common.size.MapSize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The servers by number, and the level that all of them read. Numbers begin at 1 and have no gaps. One thread at a time
 * may use it.
 */
public final class ServerTable {

    private final List<RegisteredServer> servers = new ArrayList<>();
    private final Map<String, RegisteredServer> byStorageId = new HashMap<>();
    private final MapSize size;
    private int featureLevel = FeatureLevel.FIRST;

    /** Makes an empty table that counts its bytes. */
    public ServerTable(MapSize size) {
        this.size = size;
    }

    /** Returns how many servers ever had a number. */
    public int count() {
        return servers.size();
    }

    /** Returns the server with this number; null if there is none. */
    public @Nullable RegisteredServer get(int server) {
        return server >= 1 && server <= servers.size() ? servers.get(server - 1) : null;
    }

    /** Returns whether sessions may open at this server: it has a number and is not removed. */
    public boolean takesClients(int server) {
        RegisteredServer known = get(server);
        return known != null && !known.isRemoved();
    }

    /** Returns the server with this storage id; null if there is none. */
    public @Nullable RegisteredServer withStorageId(String storageId) {
        return byStorageId.get(storageId);
    }

    /** Returns a live view of all servers in the order of their numbers. */
    public List<RegisteredServer> all() {
        return Collections.unmodifiableList(servers);
    }

    /** Returns the level of the cluster. It never falls. */
    public int featureLevel() {
        return featureLevel;
    }

    /** Adds the server with the next number. */
    public void add(RegisteredServer server) {
        size.add(MapBytes.ofServer(server));
        servers.add(server);
        byStorageId.put(server.storageId(), server);
        raiseLevel();
    }

    /** Replaces the data of a server. */
    public void update(RegisteredServer server) {
        RegisteredServer before = servers.set(server.server() - 1, server);
        size.add(MapBytes.ofServer(server) - MapBytes.ofServer(before));
        byStorageId.put(server.storageId(), server);
        raiseLevel();
    }

    /** Puts back the servers, and the level of the cluster. */
    public void restore(List<RegisteredServer> all, int level) {
        all.forEach(this::add);
        featureLevel = level;
    }

    private void raiseLevel() {
        servers.stream()
                .filter(server -> !server.isRemoved())
                .mapToInt(server -> server.program().featureLevel())
                .min()
                .ifPresent(level -> featureLevel = Math.max(featureLevel, level));
    }
}
