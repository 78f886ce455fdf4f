package io.lockstep.follower.storage;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers on disk that the cluster has users, so that after its next start this server admits nobody else, also while
 * its map is not up to date. Loop thread only.
 */
public final class KnownUsers {

    private static final Logger LOG = LoggerFactory.getLogger(KnownUsers.class);

    private final DataDirectory data;
    private boolean remembered;

    /** @param data remembers it */
    public KnownUsers(DataDirectory data) {
        this.data = data;
        this.remembered = data.hasUsers();
    }

    /** Learns whether the map has users. Does not wait for the disk. */
    public void learn(boolean hasUsers) {
        if (hasUsers && !remembered) {
            remembered = true;
            new Thread(this::remember, "users").start();
        }
    }

    private void remember() {
        try {
            data.rememberUsers();
        } catch (StorageException cannot) {
            LOG.warn(
                    "Cannot remember that the cluster has users: {} Start this server with --users the next time.",
                    cannot.getMessage());
        }
    }
}
