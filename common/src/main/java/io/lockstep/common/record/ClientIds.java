package io.lockstep.common.record;

import io.lockstep.common.size.MapBytes;
import io.lockstep.common.size.MapSize;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Gives out client ids. Server <i>k</i> has the ids from {@code k * clientIdsPerServer} on. Unused ids go first, then
 * the id that has been free for longest.
 */
public final class ClientIds {

    /** Stands for a client id if the server has no free one. */
    public static final int NONE = -1;

    private final int idsPerServer;
    private final MapSize size;
    private final List<Block> blocks = new ArrayList<>();

    /** Makes none; each server has so many. */
    public ClientIds(int idsPerServer, MapSize size) {
        this.idsPerServer = idsPerServer;
        this.size = size;
    }

    /** Adds the ids of the next server. */
    public void addServer() {
        blocks.add(new Block());
    }

    /** Returns the id that {@link #take} would give out at this server, or {@link #NONE}. */
    public int next(int server) {
        Block block = block(server);
        if (block.used < idsPerServer) {
            return server * idsPerServer + block.used;
        }
        Integer free = block.free.peekFirst();
        return free == null ? NONE : free;
    }

    /** Takes the {@linkplain #next next} id of a server; it must have one. */
    public int take(int server) {
        int id = next(server);
        if (id == NONE) {
            throw new IllegalStateException("server " + server + " has no free client id");
        }
        Block block = block(server);
        if (block.used < idsPerServer) {
            block.used++;
        } else {
            block.free.removeFirst();
            size.add(-MapBytes.FREE_CLIENT_ID);
        }
        return id;
    }

    /** Takes back an id that {@link #take} gave out. */
    public void giveBack(int clientId) {
        block(clientId / idsPerServer).free.addLast(clientId);
        size.add(MapBytes.FREE_CLIENT_ID);
    }

    /** Returns how many sessions can open at a server. */
    public int left(int server) {
        Block block = block(server);
        return idsPerServer - block.used + block.free.size();
    }

    /** Returns how many ids of a server have ever been used. */
    public int used(int server) {
        return block(server).used;
    }

    /** Returns the used ids of a server that are free again, longest free first. */
    public Collection<Integer> free(int server) {
        return block(server).free;
    }

    /** Returns for how many servers there are ids. */
    public int servers() {
        return blocks.size();
    }

    /** Adds the ids of the next server as {@link #used} and {@link #free} of another table told. */
    public void restore(int used, List<Integer> free) {
        Block block = new Block();
        block.used = used;
        block.free.addAll(free);
        size.add(free.size() * MapBytes.FREE_CLIENT_ID);
        blocks.add(block);
    }

    private Block block(int server) {
        return blocks.get(server - 1);
    }

    private static final class Block {
        /** How many ids have ever been used; these are always the lowest ones. */
        int used;

        /** Ids given back, longest free first. */
        final ArrayDeque<Integer> free = new ArrayDeque<>();
    }
}
