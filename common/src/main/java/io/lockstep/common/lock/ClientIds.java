package io.lockstep.common.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Gives out client ids: server <i>k</i> has the positions from {@code k * clientIdsPerServer} on. Positions that were
 * never used go first, then the one that has been free for longest.
 */
final class ClientIds {

    /** In place of a client id, where the server has no free position. */
    static final int NONE = -1;

    private final int idsPerServer;
    private final List<Block> blocks = new ArrayList<>();

    ClientIds(int idsPerServer) {
        this.idsPerServer = idsPerServer;
    }

    /** Makes room for the clients of the next server. */
    void addServer() {
        blocks.add(new Block());
    }

    /** The id that {@link #take} would give out at this server, or {@link #NONE}. */
    int next(int server) {
        Block block = block(server);
        if (block.used < idsPerServer) {
            return server * idsPerServer + block.used;
        }
        Integer free = block.free.peekFirst();
        return free == null ? NONE : free;
    }

    /** Takes the {@linkplain #next next} id of a server that has one. */
    int take(int server) {
        int id = next(server);
        if (id == NONE) {
            throw new IllegalStateException("server " + server + " has no free client id");
        }
        Block block = block(server);
        if (block.used < idsPerServer) {
            block.used++;
        } else {
            block.free.removeFirst();
        }
        return id;
    }

    void giveBack(int clientId) {
        block(clientId / idsPerServer).free.addLast(clientId);
    }

    /** How many positions of a server have ever been used. */
    int used(int server) {
        return block(server).used;
    }

    /** The client ids of a server that are free again, the one free for longest first. */
    Collection<Integer> free(int server) {
        return block(server).free;
    }

    List<StateImage.ClientIdBlock> freeze() {
        return blocks.stream()
                .map(block -> new StateImage.ClientIdBlock(block.used, List.copyOf(block.free)))
                .toList();
    }

    void restore(List<StateImage.ClientIdBlock> images) {
        for (StateImage.ClientIdBlock image : images) {
            Block block = new Block();
            block.used = image.used();
            block.free.addAll(image.free());
            blocks.add(block);
        }
    }

    private Block block(int server) {
        return blocks.get(server - 1);
    }

    private static final class Block {
        /** How many positions have ever been used: always the first ones. */
        int used;

        /** Positions given back, the one free for longest first. */
        final ArrayDeque<Integer> free = new ArrayDeque<>();
    }
}
