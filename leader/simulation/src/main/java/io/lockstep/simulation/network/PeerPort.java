package io.lockstep.simulation.network;

import io.lockstep.follower.forwarding.PeerChannel;
import io.lockstep.follower.forwarding.PeerMessage;
import io.lockstep.follower.forwarding.PeerNetwork;
import io.lockstep.simulation.time.SimulatedLoop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of one server as the other servers reach it, and as it reaches them. */
public final class PeerPort implements PeerNetwork {

    /** The owner of the port, called in its loop. It learns of channels dialled here, but not of accepted ones. */
    public interface Owner {

        void connected(PeerChannel channel);

        void asked(PeerChannel from, PeerMessage.Question message);

        void answered(PeerChannel from, PeerMessage.Answer message);

        void closed(PeerChannel channel);
    }

    private static final long BACKOFF_MICROS = 100_000;
    private static final long WANTED_MICROS = 5_000_000;

    private final SimulatedNetwork network;
    private final int host;
    private final int server;
    private final String address;
    private final SimulatedLoop loop;
    private final Owner owner;
    private final Map<String, Dialled> dialled = new HashMap<>();
    private final Map<PeerPort, SimulatedPeerLink> newestInbound = new HashMap<>();
    private final List<SimulatedPeerLink> links = new ArrayList<>();
    private boolean stopped;

    /** @param server its number; 0 if it has none yet */
    public PeerPort(SimulatedNetwork network, int host, int server, String address, SimulatedLoop loop, Owner owner) {
        this.network = network;
        this.host = host;
        this.server = server;
        this.address = address;
        this.loop = loop;
        this.owner = owner;
        network.listen(address, this);
    }

    int host() {
        return host;
    }

    int server() {
        return server;
    }

    SimulatedLoop loop() {
        return loop;
    }

    Owner owner() {
        return owner;
    }

    /** The process is gone: its connections break. */
    public void stop() {
        stopped = true;
        network.closed(address, this);
        List.copyOf(links).forEach(SimulatedPeerLink::sever);
    }

    @Override
    public @Nullable PeerChannel channelTo(int wanted, String peerAddress) {
        PeerChannel channel = channelTo(peerAddress);
        return channel == null || channel.server() != wanted ? null : channel;
    }

    @Override
    public void flush() {}

    @Override
    public Set<Integer> linked() {
        return links.stream()
                .map(link -> link.otherThan(this))
                .filter(other -> other > 0)
                .collect(Collectors.toSet());
    }

    /**
     * Returns the open channel to the server that listens there; null if there is none, in which case one is being
     * opened.
     */
    public @Nullable PeerChannel channelTo(String peerAddress) {
        Dialled there = dialled.computeIfAbsent(peerAddress, Dialled::new);
        there.askedMicros = network.scheduler().nowMicros();
        if (there.link == null) {
            there.dial(network.delayMicros());
        }
        return there.link == null ? null : there.link.channel();
    }

    /** Returns whether this run has an open channel there that delivers messages now, both ways. */
    public boolean reaches(int otherHost, String peerAddress) {
        Dialled there = dialled.get(peerAddress);
        return there != null
                && there.link != null
                && there.link.isFlowing()
                && network.isOpen(host, otherHost)
                && network.isOpen(otherHost, host);
    }

    /** Another run of a server has opened a link to this one, which replaces its older link. */
    void accepted(SimulatedPeerLink link) {
        links.add(link);
        SimulatedPeerLink older = newestInbound.put(link.dialler(), link);
        if (older != null) {
            older.superseded();
        }
    }

    void over(SimulatedPeerLink link) {
        links.remove(link);
        newestInbound.remove(link.dialler(), link);
    }

    /** The channel from this run to one address, or the attempts to open it. */
    final class Dialled {
        private final String there;
        private long askedMicros;
        private boolean dialling;
        private @Nullable SimulatedPeerLink link;

        Dialled(String there) {
            this.there = there;
        }

        void dial(long delayMicros) {
            if (!dialling) {
                dialling = true;
                network.scheduler().after(delayMicros, this::attempt);
            }
        }

        private void attempt() {
            dialling = false;
            boolean wanted = network.scheduler().nowMicros() - askedMicros < WANTED_MICROS;
            if (stopped || !wanted || link != null) {
                return;
            }
            PeerPort target = network.peerPortAt(there);
            if (target == null || !network.isOpen(host, target.host) || !network.isOpen(target.host, host)) {
                dial(network.random().delay(BACKOFF_MICROS));
                return;
            }
            SimulatedPeerLink made = new SimulatedPeerLink(network, PeerPort.this, target, this);
            links.add(made);
            target.accepted(made);
            loop.post(() -> {
                if (made.isOpenHere()) {
                    link = made;
                    owner.connected(made.channel());
                } else {
                    dial(network.random().delay(BACKOFF_MICROS));
                }
            });
        }

        /** The link broke, as this end sees it. */
        void lost(SimulatedPeerLink broken) {
            links.remove(broken);
            if (link == broken) {
                link = null;
                loop.post(() -> {
                    owner.closed(broken.channel());
                    dial(network.random().delay(BACKOFF_MICROS));
                });
            }
        }
    }
}
