package io.lockstep.follower.peer;

/** Receives the requests of other servers. */
@FunctionalInterface
public interface PeerRequestHandler {

    /**
     * Takes a request. Called on the link's reading thread, in the order sent; must pass the work on and return soon.
     * The response goes to {@link PeerLink#respond} or {@link PeerLink#fail}, at any time, from any thread.
     *
     * @param type the engine's number for the kind of {@code body}
     */
    void requested(PeerLink link, long request, int type, byte[] body);
}
