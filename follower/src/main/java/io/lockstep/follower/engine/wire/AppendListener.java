package io.lockstep.follower.engine.wire;

/** Learns of each append-entries request, heartbeats included, as it arrives. */
@FunctionalInterface
public interface AppendListener {

    /**
     * A request has arrived. Called on the link's reading thread; must return at once.
     *
     * @param server the number of the server that sent it
     * @param term in which that server leads
     */
    void heard(int server, long term);
}
