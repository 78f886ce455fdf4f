package io.lockstep.follower.forwarding;

import org.jspecify.annotations.Nullable;

/**
 * The way of a message to the leader. Its answer comes back the same way; one that comes another way is not an answer.
 *
 * @param channel null if this server itself leads
 */
public record Route(@Nullable PeerChannel channel) {

    /** The way of a message that this server sends to itself. */
    public static final Route HERE = new Route(null);

    /** The way over a channel. */
    public static Route over(PeerChannel channel) {
        return new Route(channel);
    }
}
