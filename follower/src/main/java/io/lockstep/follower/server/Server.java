package io.lockstep.follower.server;

import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.HostPort;
import io.lockstep.follower.context.NodeClock;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.context.NodeSettings;
import io.lockstep.follower.engine.replication.EngineFailure;
import io.lockstep.follower.engine.replication.EngineReplication;
import io.lockstep.follower.engine.replication.EngineSettings;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.forwarding.LeaderRole;
import io.lockstep.follower.history.PastGrantFile;
import io.lockstep.follower.http.HttpPort;
import io.lockstep.follower.node.Node;
import io.lockstep.follower.peer.PeerRefusal;
import io.lockstep.follower.peer.PeerSettings;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.replication.Membership;
import io.lockstep.follower.secret.HeldSecret;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.storage.KnownUsers;
import io.lockstep.follower.tls.Encryption;
import io.lockstep.program.ExitCode;
import io.lockstep.program.LogOutput;
import io.lockstep.program.ServerLogs;
import java.security.SecureRandom;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server process. It opens its data, listens for other servers, gets a number if it has none, starts the engine, and
 * then runs the loop that serves clients. Founding and joining servers differ only in their {@link ClusterEntry}.
 */
final class Server {

    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final int STOP_SECONDS_MAX = 10;

    private final ServerOptions options;
    private final SecureRandom random = new SecureRandom();
    private final long incarnation = random.nextLong();
    private final JoinAnswers joinAnswers = new JoinAnswers();
    private final HeldSecret secret;
    private final KnownServers servers;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final DataDirectory data;
    private final LeaderRole.Factory leaderRoles;
    private final ServerLoop loop;
    private final EventLoop eventLoop;
    private final NodePeerNetwork network;
    private final RefusedHellos refusedHellos;
    private final PeerWire wire;
    private final Encryption encryption;
    private final HttpPort http;
    private final NodeSettings settings;
    private final Optional<PastGrantFile> historyFile;
    private volatile Identity identity;
    private @Nullable EngineStorage storage;
    private volatile @Nullable EngineReplication replication;
    private @Nullable Node node;
    private volatile boolean engineHangs;
    private volatile boolean closing;

    private Server(
            ServerOptions options,
            DataDirectory data,
            boolean founding,
            Identity identity,
            HeldSecret secret,
            Encryption encryption,
            HttpPort http,
            LeaderRole.Factory leaderRoles)
            throws ServerStartException {
        this.options = options;
        this.data = data;
        this.leaderRoles = leaderRoles;
        this.identity = identity;
        this.secret = secret;
        this.encryption = encryption;
        this.http = http;
        HeapShares heap = HeapShares.ofThisProcess();
        this.settings = heap.settings(options, identity.server() == 1, encryption.isOn())
                .with(AdminAtStart.settings(options, data, founding, !identity.isMember(), random));
        KnownUsers users = new KnownUsers(data);
        this.servers = new KnownServers(() -> this.identity, incarnation, secret, this::membership, this::removed);
        int connectionsMax = settings.connectionsMax();
        this.historyFile = ServerData.historyFile(options);
        this.loop = new ServerLoop(
                connectionsMax, options.connectionsPerAddress(connectionsMax), heap.heldBytesMax(), (map, level) -> {
                    servers.learn(map.servers());
                    users.learn(!map.access().isEmpty());
                    historyFile.ifPresent(file -> file.look(map.history(), level));
                });
        this.eventLoop = loop.eventLoop();
        this.network = new NodePeerNetwork(eventLoop, servers, joinAnswers::offer, this::refused, this::requested);
        servers.onNew(network::introduce);
        this.wire = new PeerWire(servers, network, PeerSettings.defaults(), encryption.sockets());
        this.refusedHellos = new RefusedHellos(founding, servers, options.data(), loop);
    }

    /** Starts a server and runs it until it is stopped or fails. A start that fails leaves no new directory behind. */
    static void run(
            ServerOptions options,
            Encryption encryption,
            HttpPort http,
            ClusterEntry entry,
            LeaderRole.Factory leaderRoles)
            throws ServerStartException, InterruptedException {
        DataDirectory data = ServerData.open(options);
        try (data) {
            Server server = null;
            boolean ended = false;
            try {
                boolean isNew = data.identity().isEmpty();
                Identity identity = ServerData.identity(options, data, entry);
                HeldSecret secret = ServerData.secret(options, data, identity);
                boolean founding = isNew && identity.server() == 1;
                server = new Server(options, data, founding, identity, secret, encryption, http, leaderRoles);
                server.serveAndClose(entry);
                ended = true;
            } finally {
                // Before an entry is applied, this server has promised nothing to anybody.
                if (!ended && (server == null || server.hasAppliedNothing()) && !entry.mayBeKnown()) {
                    data.discardIfNew();
                }
            }
        }
    }

    /** A bug must not keep the process alive because what it left behind cannot be closed. */
    private void serveAndClose(ClusterEntry entry) throws ServerStartException, InterruptedException {
        try {
            ServerLogs.onEngineBug(this::engineBug);
            serve(entry);
        } catch (RuntimeException | Error bug) {
            LastResort.endSoon(ExitCode.INTERNAL, bug);
            throw bug;
        } finally {
            close();
        }
    }

    private boolean hasAppliedNothing() {
        return node == null || node.appliedIndex() == 0;
    }

    private void serve(ClusterEntry entry) throws ServerStartException, InterruptedException {
        if (identity.isMember()) {
            openStorage(identity);
        }
        ServerPorts.listenForServers(wire, options);
        String peerAddress = options.peerAddress().toString();
        if (!identity.isMember() || !identity.peerAddress().equals(peerAddress)) {
            Identity asked = identity.movedTo(peerAddress);
            if (identity.isMember()) {
                LOG.info("The address for other servers changes from {} to {}", identity.peerAddress(), peerAddress);
            }
            String clientAddress = options.clientAddress().toString();
            Identity admitted = ServerData.joined(data, secret, entry.admit(asked, wire, joinAnswers, clientAddress));
            if (entry.clusterHasUsers()) {
                ServerData.rememberUsers(data);
            }
            LOG.info("Joined cluster {} as server {}", admitted.clusterId(), admitted.server());
            if (storage == null) {
                openStorage(admitted);
            }
            identity = admitted;
            wire.closeOldLinks();
        }
        Node made = newNode();
        node = made;
        network.connect(wire.links(), made);
        ServerPorts.listenForClients(eventLoop, options, encryption.transports());
        EngineReplication engine = Objects.requireNonNull(replication, "the node has a log");
        ServerData.start(options, engine);
        http.serve(loop.backing(made, engine.state()));
        Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndWait, "stop"));
        ServerPorts.tellReady(options, identity, http);
        loop.run(made);
    }

    /** Before any hello names this server by its number: that hello says how far this disk has come. */
    private void openStorage(Identity member) throws ServerStartException {
        EngineStorage opened = ServerData.openStorage(options, data, member, incarnation);
        servers.compareWith(opened.gate());
        storage = opened;
    }

    private Node newNode() {
        EngineStorage opened = Objects.requireNonNull(storage, "the data is open");
        NodeIdentity self = new NodeIdentity(
                identity.clusterId(),
                new ServerIncarnation(identity.server(), incarnation),
                identity.storageId(),
                options.clientAddress().toString(),
                options.peerAddress().toString(),
                http.address().map(HostPort::toString).orElse(""),
                ServerOptions.program(),
                encryption::certificate,
                () -> opened.recentWrites().quantileMicros(0.99),
                new RunningLog());
        return new Node(
                self,
                data.hasUsers() ? settings.forUsersOnly() : settings,
                events -> {
                    EngineReplication engine = new EngineReplication(
                            EngineSettings.of(
                                    identity.server(), options.peerAddress().toString(), identity.server() == 1, data),
                            opened,
                            wire,
                            events,
                            loop::wakeUp,
                            this::engineFailed);
                    replication = engine;
                    loop.drainFrom(engine);
                    return engine;
                },
                leaderRoles,
                network,
                NodeClock.system(),
                random);
    }

    private void removed(int server) {
        if (server == identity.server()) {
            refusedHellos.removed();
        } else {
            wire.closeLinksWith(server);
        }
    }

    private void requested(int server) {
        EngineReplication engine = replication;
        if (engine != null) {
            engine.awaitedAt(server);
        }
    }

    private void refused(PeerRefusal refusal) {
        if (identity.isMember() && replication != null) {
            refusedHellos.refused(refusal);
        } else {
            joinAnswers.refused(refusal);
        }
    }

    private @Nullable Membership membership() {
        EngineReplication engine = replication;
        return engine == null ? null : engine.membership();
    }

    private void engineFailed(EngineFailure.Kind kind, String message, @Nullable Throwable cause) {
        ServerStartException reason = ServerStartException.of(kind, message);
        LastResort.endSoon(reason.exitCode(), cause);
        engineHangs = kind == EngineFailure.Kind.DISK_HANGS;
        LOG.error("The engine failed: {}", message, cause);
        loop.fail(reason);
    }

    /** The engine has caught an exception of its own, and goes on without what was to be done. */
    private void engineBug(Throwable bug) {
        if (!closing) {
            engineFailed(EngineFailure.Kind.BUG, "Unexpected: " + bug, bug);
        }
    }

    /** For a signal: ends {@link #run} in order, and waits until everything is closed. */
    private void stopAndWait() {
        loop.stop();
        try {
            if (!closed.await(STOP_SECONDS_MAX, TimeUnit.SECONDS)) {
                LOG.warn("The server did not close within {} s", STOP_SECONDS_MAX);
            }
            LogOutput.flushBeforeEnd();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void close() {
        closing = true;
        // An engine that waits for a disk that hangs cannot be closed.
        if (replication != null && !engineHangs) {
            replication.close();
        }
        wire.close();
        historyFile.ifPresent(PastGrantFile::close);
        LOG.info("Server {} has stopped", identity.server());
        closed.countDown();
    }
}
