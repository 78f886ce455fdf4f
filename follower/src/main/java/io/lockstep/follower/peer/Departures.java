package io.lockstep.follower.peer;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which servers have gone. A server counts as gone when its own end has closed every link with it, and a new connection
 * is refused or closed before its hello. That is what the end of a process looks like. A server that is silent,
 * unreachable, or refuses the hello does not count. Any thread; no call blocks.
 */
public final class Departures {

    private static final int SERVERS_MAX = 256;

    private final Map<Integer, Presence> servers = new HashMap<>();
    private final Map<String, Integer> dialled = new HashMap<>();
    private volatile Runnable onDeparture = () -> {};

    /** The links with one server, and what their ends say about it. */
    private static final class Presence {
        private int links;
        private boolean closedThere;
        private boolean refused;

        boolean gone() {
            return links == 0 && closedThere && refused;
        }
    }

    Departures() {}

    /** Whether the server has gone, as far as its links tell. False for a server that was never connected. */
    public synchronized boolean isGone(int server) {
        Presence presence = servers.get(server);
        return presence != null && presence.gone();
    }

    /** Runs {@code action} whenever a server has gone, on a thread of the wire; it must not block. */
    public void onDeparture(Runnable action) {
        onDeparture = action;
    }

    /** A link is up. */
    synchronized void up(PeerLink link) {
        int server = link.peer().server();
        if (servers.size() >= SERVERS_MAX) {
            servers.values().removeIf(presence -> presence.links == 0);
            dialled.values().retainAll(servers.keySet());
        }
        Presence presence = servers.computeIfAbsent(server, number -> new Presence());
        presence.links++;
        presence.closedThere = false;
        presence.refused = false;
        if (link.outbound()) {
            dialled.put(link.address(), server);
        }
    }

    /** A link that was up has ended. */
    void ended(PeerLink link) {
        changed(link.peer().server(), presence -> {
            presence.links--;
            presence.closedThere = link.closedThere();
        });
    }

    /** An attempt to connect to {@code address} has failed. */
    void failed(String address, IOException failure) {
        if (isRefusal(failure) || isClosing(failure)) {
            Integer server;
            synchronized (this) {
                server = dialled.get(address);
            }
            if (server != null) {
                changed(server, presence -> presence.refused = true);
            }
        }
    }

    private void changed(int server, Consumer<Presence> change) {
        boolean left;
        synchronized (this) {
            Presence presence = servers.get(server);
            if (presence == null) {
                return;
            }
            boolean before = presence.gone();
            change.accept(presence);
            left = presence.gone() && !before;
        }
        if (left) {
            onDeparture.run();
        }
    }

    private static boolean isRefusal(IOException failure) {
        return failure instanceof ConnectException
                && String.valueOf(failure.getMessage()).contains("refused");
    }

    /** Whether the other end has closed the socket (FIN), or its system has answered for a dead process (RST). */
    static boolean isClosing(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return failure instanceof EOFException
                || (failure instanceof SocketException && (text.contains("reset") || text.contains("Broken pipe")));
    }
}
