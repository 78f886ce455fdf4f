package io.lockstep.follower.peer;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.HashMap;
import java.util.Map;

/**
 * Which servers have gone. A server counts as gone when its own end has closed every link with it, and a new connection
 * is refused or closed before its hello. That is what the end of a process looks like. A server that is silent,
 * unreachable, or refuses the hello does not count. Any thread; no call blocks.
 */
public final class Departures {

    private static final int SERVERS_MAX = 256;

    /** Longer than the pause between two attempts to connect. */
    private static final long REFUSAL_NANOS = 1_000_000_000L;

    private final Map<Integer, Presence> servers = new HashMap<>();
    private final Map<String, Long> refusedNanos = new HashMap<>();
    private volatile Runnable onSign = () -> {};

    /** The links with one server, and whether the last one was closed at its end. */
    private static final class Presence {
        private int links;
        private boolean closedThere;
    }

    Departures() {}

    /**
     * Whether the server has gone, as far as links and attempts to connect tell. False for one that was never
     * connected.
     *
     * @param address at which this server dials it
     */
    public synchronized boolean isGone(int server, String address) {
        Presence presence = servers.get(server);
        Long refused = refusedNanos.get(address);
        return presence != null
                && presence.links == 0
                && presence.closedThere
                && refused != null
                && System.nanoTime() - refused < REFUSAL_NANOS;
    }

    /** Runs {@code action} whenever a server may have gone, on a thread of the wire; it must not block. */
    public void onSign(Runnable action) {
        onSign = action;
    }

    /** A link is up. */
    synchronized void up(PeerLink link) {
        if (servers.size() >= SERVERS_MAX) {
            servers.values().removeIf(presence -> presence.links == 0);
        }
        servers.computeIfAbsent(link.peer().server(), number -> new Presence()).links++;
        refusedNanos.remove(link.address());
    }

    /** A link that was up has ended. */
    void ended(PeerLink link) {
        synchronized (this) {
            Presence presence = servers.get(link.peer().server());
            if (presence != null) {
                presence.links--;
                presence.closedThere = link.end().isByOtherEnd();
            }
        }
        if (link.end().isByOtherEnd()) {
            onSign.run();
        }
    }

    /** An attempt to connect to {@code address} has failed. */
    void failed(String address, IOException failure) {
        if (isRefusal(failure) || isClosing(failure)) {
            synchronized (this) {
                if (refusedNanos.size() >= SERVERS_MAX) {
                    refusedNanos.clear();
                }
                refusedNanos.put(address, System.nanoTime());
            }
            onSign.run();
        }
    }

    private static boolean isRefusal(IOException failure) {
        return failure instanceof ConnectException
                && String.valueOf(failure.getMessage()).contains("refused");
    }

    /** Whether the other end has closed the socket (FIN), or its system has answered for a dead process (RST). */
    static boolean isClosing(IOException failure) {
        String text = String.valueOf(failure.getMessage());
        return failure instanceof EOFException || text.contains("reset") || text.contains("Broken pipe");
    }
}
