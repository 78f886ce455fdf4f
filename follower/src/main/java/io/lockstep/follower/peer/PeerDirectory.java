package io.lockstep.follower.peer;

import org.jspecify.annotations.Nullable;

/**
 * The identities of this server and of the others, read at every hello. Called on any of the wire's threads; must not
 * block.
 */
public interface PeerDirectory {

    /**
     * This server's current identity. After it changes, the owner closes the links that were made under the old one.
     */
    PeerIdentity self();

    /** The known storage id of {@code server}; null if this server does not know it yet. */
    @Nullable
    String storageIdOf(int server);

    /** Whether {@code server} was removed from the cluster. */
    default boolean isRemoved(int server) {
        return false;
    }
}
