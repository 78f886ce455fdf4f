package io.lockstep.follower.server;

import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;

/** The data directory of a server while it starts. What is wrong with it ends the start. */
final class ServerData {

    private ServerData() {}

    static DataDirectory open(ServerOptions options) throws ServerStartException {
        try {
            return DataDirectory.open(options.data());
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
    }

    /** The identity in the directory; in an empty one, the first identity of this server is stored. */
    static Identity identity(ServerOptions options, DataDirectory data, ClusterEntry entry)
            throws ServerStartException {
        if (data.identity().isPresent()) {
            return data.identity().get();
        }
        return stored(data, entry.first(options.peerAddress().toString()));
    }

    static Identity stored(DataDirectory data, Identity identity) throws ServerStartException {
        try {
            data.store(identity);
            return identity;
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
    }
}
