package io.lockstep.follower.peer;

import org.jspecify.annotations.Nullable;

/** What a server knows of itself and of the others, asked at every hello. Called on any of the wire's threads. */
public interface PeerDirectory {

    /** This server, as of now. When it changes, close the links that were made under the old identity. */
    PeerIdentity self();

    /** The storage id that {@code server} is known by; null if this server does not know it yet. */
    @Nullable
    String storageIdOf(int server);
}
