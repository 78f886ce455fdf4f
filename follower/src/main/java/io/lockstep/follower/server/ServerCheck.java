package io.lockstep.follower.server;

import io.lockstep.follower.storage.DirectoryCheck;
import io.lockstep.follower.storage.StorageException;

/**
 * What can be told of a configuration without a start: files are readable, certificates fit together, bounds fit the
 * heap and the open files, the data directory can be used. Ports may be in use: the server itself may be running.
 */
final class ServerCheck {

    private ServerCheck() {}

    /** Returns whether the data directory holds a server, if all is well. Changes nothing; blocks on the disk. */
    static boolean run(ServerOptions options, ClusterEntry entry) throws ServerStartException {
        options.encryption.open().close();
        HeapShares.ofThisProcess().settings(options, false, options.tls());
        try {
            boolean hasData = DirectoryCheck.holdsServer(options.data());
            boolean joins =
                    !hasData && !entry.first(options.peerAddress().toString()).isMember();
            if (joins && options.secret().isEmpty() && !options.isLocal()) {
                throw ServerData.secretNeeded(options);
            }
            return hasData;
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
    }
}
