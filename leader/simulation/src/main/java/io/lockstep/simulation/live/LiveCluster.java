package io.lockstep.simulation.live;

import io.lockstep.common.command.Command;
import io.lockstep.common.command.Entry;
import io.lockstep.common.command.HolderStatus;
import io.lockstep.common.command.LockName;
import io.lockstep.common.command.Origin;
import io.lockstep.common.command.RegisteredServer.Program;
import io.lockstep.common.command.ServerIncarnation;
import io.lockstep.common.command.SessionKey;
import io.lockstep.common.command.Submission;
import io.lockstep.common.entry.EntryCodec;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.Verb;
import io.lockstep.follower.context.NodeIdentity;
import io.lockstep.follower.replication.Member;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster in this process for tests of clients. Its nodes are the product's; only the log is simple: it is in memory,
 * commits at once, and has server 1 lead while that runs. Safe for any thread; all methods block briefly unless they
 * say otherwise.
 */
public final class LiveCluster implements AutoCloseable {

    /** Nobody: the origin of commands that no server of the cluster has submitted. */
    private static final Origin NOBODY = new Origin(new ServerIncarnation(0, 0), 0);

    private static final int HOLDERS_SHOWN_MAX = 1_000;
    private static final int SESSIONS_PER_ENTRY = 500;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ClientTraffic traffic = new ClientTraffic();
    private final List<LiveServer> servers = new ArrayList<>();
    private final Map<String, OtherClient> others = new HashMap<>();
    private final LiveLog log;

    /** A cluster in which each client may hold one lock. */
    public LiveCluster(String clusterId, int serverCount) {
        this(clusterId, serverCount, 1);
    }

    /**
     * Starts the servers.
     *
     * @param locksPerClient locks that each client may hold; 0 for any number
     */
    public LiveCluster(String clusterId, int serverCount, int locksPerClient) {
        for (int number = 1; number <= serverCount; number++) {
            servers.add(new LiveServer(number, traffic));
        }
        log = new LiveLog(servers.stream()
                .map(server -> new Member(server.number(), peerAddress(server)))
                .collect(Collectors.toSet()));
        log.commit(founding(clusterId, locksPerClient));
        servers.forEach(server -> server.start(identity(clusterId, server), log, this));
    }

    /** The first entry: the cluster with all its servers, so that no test waits for them to join. */
    private byte[] founding(String clusterId, int locksPerClient) {
        Stream<Command> registrations = servers.stream()
                .map(server -> new Command.RegisterServer(storageId(server), server.address(), peerAddress(server)));
        return entry(Stream.concat(Stream.of(new Command.FoundCluster(clusterId, locksPerClient)), registrations));
    }

    private static byte[] entry(Stream<? extends Command> commands) {
        List<Submission> submissions =
                commands.map(command -> new Submission(NOBODY, command)).toList();
        return EntryCodec.encode(new Entry(NOBODY, 0, System.currentTimeMillis(), submissions));
    }

    private static NodeIdentity identity(String clusterId, LiveServer server) {
        return new NodeIdentity(
                clusterId,
                new ServerIncarnation(server.number(), server.number()),
                storageId(server),
                server.address(),
                peerAddress(server),
                Program.FIRST);
    }

    private static String storageId(LiveServer server) {
        return "disk-" + server.number();
    }

    private static String peerAddress(LiveServer server) {
        return "server-" + server.number() + ":9100";
    }

    /** The addresses of all servers for {@code --server}, the leader's first. */
    public String addresses() {
        return String.join(",", servers.stream().map(LiveServer::address).toList());
    }

    /** The server with that number, from 1. */
    public LiveServer server(int number) {
        return servers.get(number - 1);
    }

    /** Has the next request of that verb go wrong; several calls add up, in their order. */
    public void next(Verb verb, Fault fault) {
        traffic.next(verb, fault);
    }

    /** Has every request of that verb go wrong, behind those of {@link #next}, until {@link #clearFaults}. */
    public void always(Verb verb, Fault fault) {
        traffic.always(verb, fault);
    }

    /** Ends all faults. Answers that are held stay held. */
    public void clearFaults() {
        traffic.clear();
    }

    /** Sends the answers that {@link Fault#HOLD_ANSWER} has kept. */
    public void sendHeldAnswers() {
        traffic.sendHeldAnswers();
    }

    /** Whether renewals of leases are confirmed from now on. While they are not, requests are granted all the same. */
    public void confirm(boolean renewals) {
        log.confirm(renewals);
    }

    /** Waits for the next request, without its tag, that begins so; drops those before it. Fails after 20 s. */
    public String awaitLine(String beginning) throws InterruptedException {
        return traffic.awaitLine(beginning);
    }

    /** The requests so far that begin so, without their tags; those that {@link #awaitLine} took are gone. */
    public List<String> linesSoFar(String beginning) {
        return traffic.linesSoFar(beginning);
    }

    /** Ends all sessions but those of {@link #holdElsewhere}, as if their leases had run out. */
    public void expireSessions() {
        List<Command.ExpireSession> expiries = ask(machine -> machine.sessions(0).stream()
                .filter(session -> !traffic.isExempt(session.clientAddress()))
                .map(session -> new Command.ExpireSession(session.number(), session.generation()))
                .toList());
        log.commit(entry(expiries.stream()));
    }

    /** Opens sessions that an earlier run of a server has left behind; they live for an hour. */
    public void leaveSessions(int server, int count) {
        for (int opened = 0; opened < count; opened += SESSIONS_PER_ENTRY) {
            int first = opened;
            log.commit(entry(IntStream.range(first, Math.min(count, first + SESSIONS_PER_ENTRY))
                    .mapToObj(number -> new Command.OpenSession(
                            new SessionKey(server, number),
                            new ServerIncarnation(server, 0),
                            "10.0.0.1:1",
                            "left",
                            3_600_000,
                            true))));
        }
    }

    /** Makes the map of a follower differ from those of the other servers, as a fault in it would. */
    public void corrupt(int server) {
        Command stray = new Command.OpenSession(
                new SessionKey(1, 1), new ServerIncarnation(1, 0), "127.0.0.1:1", "stray", 3_600_000, true);
        log.commitDiffering(entry(Stream.empty()), server, entry(Stream.of(stray)));
    }

    /** Has another client, at the last server, hold a lock until {@link #free}. */
    public void holdElsewhere(String name) {
        holdElsewhere(name, "");
    }

    /** The same with a label. */
    public void holdElsewhere(String name, String label) {
        OtherClient other = new OtherClient(servers.get(servers.size() - 1).address(), traffic);
        others.put(name, other);
        other.call("HELLO 1 ttl=1h" + (label.isEmpty() ? "" : " client=" + LineSyntax.written(label)));
        other.call("LOCK " + LineSyntax.written(name));
    }

    /** Releases what {@link #holdElsewhere} holds. */
    public void free(String name) {
        try (OtherClient other = others.remove(name)) {
            other.call("RELEASE " + LineSyntax.written(name));
        }
    }

    /** Breaks the grant of a lock, as an operator does. */
    public void force(String name) {
        try (OtherClient operator =
                new OtherClient(servers.get(servers.size() - 1).address(), traffic)) {
            operator.call("FORCE " + LineSyntax.written(name) + " token=" + token(name) + " reason=test");
        }
    }

    /** The token of the oldest grant of a lock; 0 if nobody holds it. */
    public long token(String name) {
        return ask(machine -> {
            HolderStatus holder = machine.holder(new LockName(name));
            return holder == null ? 0 : holder.token();
        });
    }

    /** The client id of the oldest holder of a lock; 0 if nobody holds it. */
    public long owner(String name) {
        return ask(machine -> {
            HolderStatus holder = machine.holder(new LockName(name));
            return holder == null ? 0L : holder.clientId();
        });
    }

    /** How many clients hold the lock. */
    public int holders(String name) {
        return ask(machine ->
                machine.holders(new LockName(name), HOLDERS_SHOWN_MAX).size());
    }

    /** How many requests wait for the lock. */
    public int waiting(String name) {
        return ask(machine -> machine.status(new LockName(name)).waiting());
    }

    /** Waits until so many requests wait for the lock. */
    public void awaitWaiting(String name, int count) {
        await(() -> waiting(name) == count);
    }

    /** Waits until a client holds the lock. */
    public void awaitHeld(String name) {
        await(() -> owner(name) != 0);
    }

    /** Waits until nobody holds the lock. */
    public void awaitFree(String name) {
        await(() -> owner(name) == 0);
    }

    /** Waits for what no event announces. Fails after 20 s, or when interrupted. */
    public static void await(BooleanSupplier condition) {
        long deadlineNanos = System.nanoTime() + PATIENCE_NANOS;
        while (!condition.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted() || System.nanoTime() - deadlineNanos > 0) {
                throw new AssertionError("waited in vain");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Reads the leader's map, with all that is committed so far. */
    private <T> T ask(Function<LockStateMachine, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        log.askLeader(machine -> answer.complete(question.apply(machine)));
        return answer.join();
    }

    /** Stops all servers. */
    @Override
    public void close() {
        servers.forEach(LiveServer::close);
        others.values().forEach(OtherClient::close);
    }
}
