package io.lockstep.simulation.network;

import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The paths between hosts: how long they take, and which of them are blocked. A host is a number; servers and clients
 * are hosts.
 */
public final class SimulatedNetwork {

    /** One direction from one host to another. */
    private record Way(int from, int to) {}

    private final Scheduler scheduler;
    private final Randomness random;
    private final Set<Way> blocked = new HashSet<>();
    private final Map<String, PeerPort> peerPorts = new HashMap<>();
    private final Map<Integer, ClientPort> clientPorts = new HashMap<>();
    private final List<Breakable> connections = new ArrayList<>();
    private long delayMicrosTypical;
    private int portLast = 10_000;
    private Runnable onLinkBroken = () -> {};

    /** A connection between two hosts that can break. */
    interface Breakable {
        boolean isOver();

        boolean isBetween(int one, int other);

        void sever();
    }

    /** Makes a network in which every path is open. */
    public SimulatedNetwork(Scheduler scheduler, Randomness random, long delayMicrosTypical) {
        this.scheduler = scheduler;
        this.random = random;
        this.delayMicrosTypical = delayMicrosTypical;
    }

    /** Runs the action whenever a connection between two servers breaks. */
    public void onLinkBroken(Runnable action) {
        onLinkBroken = action;
    }

    void linkBroken() {
        onLinkBroken.run();
    }

    Scheduler scheduler() {
        return scheduler;
    }

    Randomness random() {
        return random;
    }

    /** Sets the typical delay of a message from now on. */
    public void delayMicrosTypical(long micros) {
        delayMicrosTypical = micros;
    }

    /** Returns a port that no connection has had before. */
    int nextPort() {
        return ++portLast;
    }

    long delayMicros() {
        return random.delay(delayMicrosTypical);
    }

    /** Returns whether messages in this direction arrive now. */
    public boolean isOpen(int from, int to) {
        return blocked.isEmpty() || !blocked.contains(new Way(from, to));
    }

    /** Blocks this direction from now on. Connections that need it are given up after a while. */
    public void block(int from, int to) {
        if (blocked.add(new Way(from, to))) {
            for (Breakable connection : open()) {
                if (connection.isBetween(from, to)) {
                    scheduler.after(random.delay(2_500_000), () -> {
                        if (!isOpen(from, to)) {
                            connection.sever();
                        }
                    });
                }
            }
        }
    }

    /** Opens this direction again. */
    public void unblock(int from, int to) {
        blocked.remove(new Way(from, to));
    }

    /** Opens all directions again. */
    public void unblockAll() {
        blocked.clear();
    }

    /** Breaks an open connection between the two hosts, if there is one. */
    public void breakAny(int one, int other) {
        List<Breakable> between =
                open().stream().filter(each -> each.isBetween(one, other)).toList();
        if (!between.isEmpty()) {
            random.pick(between).sever();
        }
    }

    void opened(Breakable connection) {
        connections.add(connection);
    }

    private List<Breakable> open() {
        connections.removeIf(Breakable::isOver);
        return List.copyOf(connections);
    }

    /** A server listens for other servers. */
    void listen(String peerAddress, PeerPort port) {
        peerPorts.put(peerAddress, port);
    }

    void closed(String peerAddress, PeerPort port) {
        peerPorts.remove(peerAddress, port);
    }

    @Nullable
    PeerPort peerPortAt(String peerAddress) {
        return peerPorts.get(peerAddress);
    }

    /** A server listens for clients. */
    void listen(int host, ClientPort port) {
        clientPorts.put(host, port);
    }

    void closed(int host, ClientPort port) {
        clientPorts.remove(host, port);
    }

    /**
     * Connects a client to a server. If that does not listen or cannot be reached, the listener is told that it is
     * closed.
     */
    public ClientLink connect(int client, int server, ClientLink.Listener listener) {
        ClientLink link = new ClientLink(this, client, server, listener);
        long delay = delayMicros();
        scheduler.after(delay, () -> {
            ClientPort port = clientPorts.get(server);
            if (port == null || !isOpen(client, server) || !isOpen(server, client)) {
                scheduler.after(delayMicros(), link::refused);
            } else {
                link.accepted(port);
            }
        });
        return link;
    }
}
