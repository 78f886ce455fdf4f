package io.lockstep.follower.server;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.follower.engine.replication.EngineReplication;
import io.lockstep.follower.engine.replication.EngineStartException;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.history.PastGrantFile;
import io.lockstep.follower.history.RotatedFile;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.StorageException;
import io.lockstep.program.ExitCode;
import java.util.Optional;

/** The data directory of a server while it starts. What is wrong with it ends the start. */
final class ServerData {

    private static final long HISTORY_RETRY_MILLIS = 10_000;

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
        Identity first = entry.first(options.peerAddress().toString());
        if (first.isMember()) {
            store(data, options.secret().orElseGet(ClusterSecret::random));
        }
        return stored(data, first);
    }

    /**
     * The cluster's secret, as far as this server has it. Only one that joins on the loopback address may have none
     * yet.
     */
    static HeldSecret secret(ServerOptions options, DataDirectory data, Identity identity) throws ServerStartException {
        HeldSecret held = new HeldSecret();
        Optional<ClusterSecret> given = options.secret();
        if (identity.isMember()) {
            held.receive(ofMember(options, data, given));
        } else if (given.isPresent()) {
            held.receive(given.get());
        } else if (!options.isLocal()) {
            throw secretNeeded(options);
        }
        return held;
    }

    /** Who joins from another machine proves that it may. */
    static ServerStartException secretNeeded(ServerOptions options) {
        return new ServerStartException(
                ExitCode.USAGE,
                "a server that joins on " + options.peerAddress().host() + " needs the cluster's secret: lockstep"
                        + " admin join-secret --data DIR prints it on the machine of another server; give it to"
                        + " this one in a file, with --secret-file FILE");
    }

    private static ClusterSecret ofMember(ServerOptions options, DataDirectory data, Optional<ClusterSecret> given)
            throws ServerStartException {
        Optional<ClusterSecret> stored;
        try {
            stored = data.secret();
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
        if (stored.isEmpty() && given.isEmpty()) {
            throw new ServerStartException(
                    ExitCode.CONFIGURATION,
                    "the data directory " + options.data() + " has no file secret, so this server cannot prove to"
                            + " others that it belongs to its cluster: start it once with --secret-file and a copy of"
                            + " that file of another server. If no server has one, since an older version wrote the"
                            + " data, write 64 random hexadecimal digits into a file and give it to all of them");
        }
        if (stored.isPresent() && given.isPresent() && !given.equals(stored)) {
            throw new ServerStartException(
                    ExitCode.CONFIGURATION,
                    "--secret-file has another secret than " + options.data() + ", which belongs to another cluster:"
                            + " leave --secret-file out, or choose another directory with --data");
        }
        if (stored.isPresent()) {
            return stored.get();
        }
        store(data, given.get());
        return given.get();
    }

    /** Stores what a server has when it has joined: the secret first, since a member needs it. */
    static Identity joined(DataDirectory data, HeldSecret secret, Identity identity) throws ServerStartException {
        ClusterSecret proved = secret.get();
        if (proved == null) {
            throw new IllegalStateException("joined without the cluster's secret");
        }
        store(data, proved);
        return stored(data, identity);
    }

    private static void store(DataDirectory data, ClusterSecret secret) throws ServerStartException {
        try {
            data.store(secret);
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
    }

    static void rememberUsers(DataDirectory data) throws ServerStartException {
        try {
            data.rememberUsers();
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
    }

    static Identity stored(DataDirectory data, Identity identity) throws ServerStartException {
        try {
            data.store(identity);
            return identity;
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
    }

    /** Opens log, vote and snapshots, and checks them against one another. */
    static EngineStorage openStorage(ServerOptions options, DataDirectory data, Identity member, long incarnation)
            throws ServerStartException {
        StartWatch watch = StartWatch.over("opening the data in " + options.data());
        try (watch) {
            return EngineStorage.open(data, member, incarnation, options.acceptLoss);
        } catch (StorageException flaw) {
            throw ServerStartException.of(flaw);
        }
    }

    /** Has the engine read the data. */
    /** The file for the grants that end; empty if the operator wants none. */
    static Optional<PastGrantFile> historyFile(ServerOptions options) {
        return options.history
                .file()
                .map(file -> new PastGrantFile(new RotatedFile(file, options.history.bytes()), HISTORY_RETRY_MILLIS));
    }

    static void start(ServerOptions options, EngineReplication engine) throws ServerStartException {
        StartWatch watch = StartWatch.over("reading the data in " + options.data());
        try (watch) {
            engine.start();
        } catch (EngineStartException cannot) {
            throw new ServerStartException(ExitCode.STORAGE_FAILED, String.valueOf(cannot.getMessage()));
        }
    }
}
