package io.lockstep.follower.forwarding;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** Open channels to whatever server is asked for. They keep what is sent, and answer nothing. */
public final class RecordingPeers implements PeerNetwork {

    /** What was sent to which server. */
    public record Sent(int server, PeerMessage message) {}

    /** All that was sent, in order. */
    public final List<Sent> sent = new ArrayList<>();

    private final TreeMap<Integer, PeerChannel> channels = new TreeMap<>();

    @Override
    public PeerChannel channelTo(int server, String peerAddress) {
        return channels.computeIfAbsent(server, Channel::new);
    }

    @Override
    public void flush() {}

    @Override
    public Set<Integer> linked() {
        return channels.keySet();
    }

    private final class Channel implements PeerChannel {

        private final int server;

        Channel(int server) {
            this.server = server;
        }

        @Override
        public int server() {
            return server;
        }

        @Override
        public void send(PeerMessage message) {
            sent.add(new Sent(server, message));
        }
    }
}
