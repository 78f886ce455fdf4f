package io.lockstep.follower.peer;

import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.trust.DiskReport;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The identities of this server and of the others, read at every hello. Called on any of the wire's threads; must not
 * block, except {@link #met}.
 */
public interface PeerDirectory {

    /**
     * This server's present identity. After it changes, the owner closes the links that were made under the old one, by
     * {@link PeerWire#closeOldLinks}.
     */
    PeerIdentity self();

    /** What this server has of the cluster's secret. A server that joins on the loopback address is handed it. */
    HeldSecret secret();

    /** The known storage id of {@code server}; null if this server does not know it yet. */
    @Nullable
    String storageIdOf(int server);

    /** Whether {@code server} was removed from the cluster. */
    default boolean isRemoved(int server) {
        return false;
    }

    /**
     * Whether {@code other}, which is not joining, is a member of the cluster as far as this server knows. Until it is,
     * nothing that it sends counts, except that it may ask for a number.
     */
    default boolean isMember(PeerIdentity other) {
        return true;
    }

    /** What this server says of its disk in its next hello. A server without data says nothing. */
    default DiskReport report() {
        return DiskReport.NONE;
    }

    /**
     * Another member of the cluster was identified, before any message of it counts. May write to the disk, once in the
     * life of a process.
     *
     * @throws IOException if what it told cannot be kept; there will be no link then
     */
    default void met(PeerIdentity other, DiskReport report) throws IOException {}
}
