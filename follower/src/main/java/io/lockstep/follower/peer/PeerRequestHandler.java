package io.lockstep.follower.peer;

/** Takes the requests that other servers send. */
@FunctionalInterface
public interface PeerRequestHandler {

    /**
     * A request has come. Called on the link's reading thread, in the order sent; hands over and returns soon. The
     * response goes to {@link PeerLink#respond} or {@link PeerLink#fail}, at any time, from any thread.
     *
     * @param type the engine's number for what {@code body} is
     */
    void requested(PeerLink link, long request, int type, byte[] body);
}
