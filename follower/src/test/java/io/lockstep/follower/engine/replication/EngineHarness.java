package io.lockstep.follower.engine.replication;

import com.alipay.sofa.jraft.core.NodeImpl;
import io.lockstep.follower.engine.fitness.Fitness;
import io.lockstep.follower.engine.storage.EngineStorage;
import io.lockstep.follower.log.DiskLogDirectory;
import io.lockstep.follower.peer.PeerSettings;
import io.lockstep.follower.peer.PeerWire;
import io.lockstep.follower.replication.Member;
import io.lockstep.follower.replication.Replication;
import io.lockstep.follower.replication.ReplicationEvents;
import io.lockstep.follower.replication.ReplicationHarness;
import io.lockstep.follower.storage.DataDirectory;
import io.lockstep.follower.storage.Identity;
import io.lockstep.follower.trust.Doubt;
import io.lockstep.follower.trust.ProgressFile;
import io.lockstep.follower.trust.ServerHistory;
import io.lockstep.follower.trust.VoteGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Real engines in one process, over real sockets and our log. The waiting thread is the loop of all of them. */
final class EngineHarness implements ReplicationHarness {

    private static final String HOST = "127.0.0.1";
    private static final int PORT_LOWEST = 10_000;
    private static final int PORT_HIGHEST = 20_000;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Path root;
    private final int electionMillis;
    private final Map<Integer, PairProxy> proxies = new HashMap<>();
    private final Map<Integer, Integer> ports = new HashMap<>();
    private final Map<Integer, Member> members = new HashMap<>();
    private final Map<Integer, Server> servers = new HashMap<>();
    private final Set<Integer> cutOff = ConcurrentHashMap.newKeySet();
    private final AtomicLong incarnations = new AtomicLong();
    private final Semaphore woken = new Semaphore(0);
    final Set<EngineFailure.Kind> failed = ConcurrentHashMap.newKeySet();
    final List<String> failures = new ArrayList<>();

    /** How an engine may fail in this test. */
    final Set<EngineFailure.Kind> expectedFailures = EnumSet.noneOf(EngineFailure.Kind.class);

    /** Servers with a loop that does not turn. */
    final Set<Integer> standing = new HashSet<>();

    /** The servers that start with their operator's consent to a loss. */
    final Set<Integer> acceptingLoss = new HashSet<>();

    private record Server(
            DataDirectory data, HangingDisk disk, PeerWire wire, EngineReplication replication, VoteGate gate) {}

    EngineHarness(Path root) {
        this(root, EngineSettings.ELECTION_MILLIS);
    }

    EngineHarness(Path root, int electionMillis) {
        this.root = root;
        this.electionMillis = electionMillis;
    }

    /** Puts a proxy before a server that was not started yet. */
    PairProxy proxy(int server) {
        PairProxy proxy = new PairProxy(port(server));
        proxies.put(server, proxy);
        members.put(server, new Member(server, HOST + ":" + proxy.port()));
        return proxy;
    }

    /** Whether {@code server} takes the other one's process for ended. */
    boolean hasLost(int server, int other) {
        return servers.get(server).wire.departures().isGone(other, member(other).peerAddress());
    }

    private int port(int server) {
        return ports.computeIfAbsent(server, number -> freePort());
    }

    @Override
    public Replication found(int server, ReplicationEvents events) {
        return start(server, true, events);
    }

    @Override
    public Replication join(int server, ReplicationEvents events) {
        return start(server, false, events);
    }

    @Override
    public Replication restart(int server, ReplicationEvents events) {
        return start(server, false, events);
    }

    private Replication start(int server, boolean founder, ReplicationEvents events) {
        try {
            DataDirectory data = DataDirectory.open(directory(server));
            String address = member(server).peerAddress();
            if (data.identity().isEmpty()) {
                data.store(new Identity("cluster", server, storageId(server), address));
            }
            long incarnation = incarnations.incrementAndGet();
            HangingDisk disk = new HangingDisk();
            EngineStorage storage = EngineStorage.open(
                    data,
                    data.identity().orElseThrow(),
                    incarnation,
                    acceptingLoss.contains(server),
                    directory -> disk.around(DiskLogDirectory.open(directory)));
            PeerWire wire = new PeerWire(
                    new HarnessDirectory(server, incarnation, storage.gate(), cutOff),
                    new DeafListener(),
                    PeerSettings.defaults());
            wire.listen(HOST, port(server));
            EngineSettings settings = new EngineSettings(
                    server, address, founder, data.log(), data.vote(), data.snapshots(), electionMillis);
            EngineReplication replication =
                    new EngineReplication(settings, storage, wire, events, woken::release, this::failed);
            replication.start();
            servers.put(server, new Server(data, disk, wire, replication, storage.gate()));
            return replication;
        } catch (IOException | EngineStartException e) {
            throw new AssertionError("server " + server + " does not start", e);
        }
    }

    private synchronized void failed(EngineFailure.Kind kind, String message, @Nullable Throwable cause) {
        if (!expectedFailures.contains(kind)) {
            failures.add(message);
        }
        failed.add(kind);
    }

    HangingDisk disk(int server) {
        return servers.get(server).disk;
    }

    NodeImpl node(int server) {
        return servers.get(server).replication.node();
    }

    Fitness fitness(int server) {
        return servers.get(server).replication.fitness();
    }

    DataDirectory data(int server) {
        return servers.get(server).data;
    }

    static String storageId(int server) {
        return "storage-" + server;
    }

    /** The data directory of a server, for tests that damage it while the server is down. */
    Path directory(int server) {
        return root.resolve("server-" + server);
    }

    /** Whether a running server is in doubt of its disk. */
    Doubt doubt(int server) {
        return servers.get(server).gate.doubt();
    }

    /** How many starts of server {@code other} a running server has written down; 0 if it has not met it. */
    long starts(int server, int other) {
        try {
            ServerHistory known = ProgressFile.read(servers.get(server).data)
                    .now()
                    .histories()
                    .get(other);
            return known == null ? 0 : known.starts();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void crash(int server) {
        cutOff(server);
        Server stopped = servers.remove(server);
        stopped.replication.close();
        stopped.wire.close();
        stopped.data.close();
        cutOff.remove(server);
    }

    @Override
    public void cutOff(int server) {
        cutOff.add(server);
        servers.get(server).wire.closeOldLinks();
    }

    @Override
    public void heal(int server) {
        cutOff.remove(server);
    }

    @Override
    public Member member(int server) {
        return members.computeIfAbsent(server, number -> new Member(number, HOST + ":" + port(number)));
    }

    @Override
    public void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!turn(condition)) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + LIMIT.toSeconds() + " s: " + what);
            }
        }
    }

    @Override
    public void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        await("time to pass", () -> System.nanoTime() > end);
    }

    /** One turn of all loops. If there were no events, waits a moment for one. */
    private boolean turn(BooleanSupplier condition) {
        woken.drainPermits();
        int delivered = 0;
        for (Map.Entry<Integer, Server> server : servers.entrySet()) {
            delivered += standing.contains(server.getKey())
                    ? 0
                    : server.getValue().replication.drain();
        }
        if (!failures.isEmpty()) {
            throw new AssertionError("an engine failed: " + failures);
        }
        if (condition.getAsBoolean()) {
            return true;
        }
        if (delivered == 0) {
            awaitNews();
        }
        return false;
    }

    /** Waits only briefly, since a condition may come true without an event. */
    private void awaitNews() {
        try {
            if (woken.tryAcquire(5, TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        servers.values().forEach(server -> server.disk.answer());
        List.copyOf(servers.keySet()).forEach(this::crash);
        for (PairProxy proxy : proxies.values()) {
            try {
                proxy.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A port below the range for outgoing connections: one of those could take the port while the server is down. */
    /** A free port that none of the servers has, which may not have started yet. */
    private int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(PORT_LOWEST, PORT_HIGHEST);
            if (ports.containsValue(port)) {
                continue;
            }
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                // Taken: try another one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
