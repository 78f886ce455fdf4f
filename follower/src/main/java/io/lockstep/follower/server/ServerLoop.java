package io.lockstep.follower.server;

import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.net.Connection;
import io.lockstep.common.net.ConnectionHandler;
import io.lockstep.common.net.EventLoop;
import io.lockstep.common.net.LoopOwner;
import io.lockstep.common.net.LoopSettings;
import io.lockstep.common.protocol.Line;
import io.lockstep.common.protocol.ProtocolLimits;
import io.lockstep.follower.client.Clients;
import io.lockstep.follower.engine.replication.EngineReplication;
import io.lockstep.follower.http.Backing;
import io.lockstep.follower.http.Pulse;
import io.lockstep.follower.metrics.LogState;
import io.lockstep.follower.metrics.LoopMetrics;
import io.lockstep.follower.metrics.ServerMetrics;
import io.lockstep.follower.node.Node;
import io.lockstep.program.ExitCode;
import io.lockstep.program.LineBudget;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The one thread that owns a server's state. Each turn takes lines of clients, messages of other servers and events of
 * the log, then does the work that is due by time, then sends the proposals and replies of the whole turn.
 */
final class ServerLoop implements LoopOwner {

    private static final Logger LOG = LoggerFactory.getLogger(ServerLoop.class);

    private static final int LINES_PER_MINUTE_MAX = 60;

    private final EventLoop eventLoop;
    private final BiConsumer<LockStateMachine, Boolean> onMap;
    private final AtomicReference<ServerStartException> failure = new AtomicReference<>();
    private final Set<ClientConnection> clients = new HashSet<>();
    private final OrderlyStop orderlyStop = new OrderlyStop(clients);
    private final SilentClients silent;
    private final LineBudget lines = new LineBudget(LINES_PER_MINUTE_MAX, TimeUnit.MINUTES.toNanos(1));
    private final Pulse pulse = new Pulse();
    private final LoopMetrics metrics = new LoopMetrics();
    private @Nullable EngineReplication replication;
    private @Nullable Node node;
    private long nextTickNanos;

    /**
     * @param onMap called on the loop, on every tick, with the map, and whether it has all that was committed before
     *     this server started
     */
    ServerLoop(
            int connectionsMax,
            int connectionsPerAddress,
            long heldBytesMax,
            BiConsumer<LockStateMachine, Boolean> onMap) {
        this.onMap = onMap;
        this.eventLoop = new EventLoop(
                this,
                new LoopSettings(
                        ProtocolLimits.LINE_BYTES_MAX,
                        connectionsMax,
                        connectionsPerAddress,
                        Line.push("BYE")
                                .option("reason", "connections")
                                .message("this server has its " + connectionsMax + " clients; try another")
                                .text(),
                        LoopSettings.OUTBOUND_BYTES_MAX_DEFAULT,
                        heldBytesMax));
        this.silent = new SilentClients(connectionsMax);
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** This loop, with the node that it will run, for the HTTP port. */
    Backing backing(Node behind, LogState log) {
        Clients clients = behind.clients();
        return new Backing(
                eventLoop,
                behind::connected,
                pulse,
                new ServerMetrics(clients.metrics(), clients.census(), metrics, log));
    }

    /** Drains this log in each turn from now on. Called before {@link #run}. */
    void drainFrom(EngineReplication engine) {
        replication = engine;
    }

    /** Makes the loop start a turn soon. Any thread; never blocks. */
    void wakeUp() {
        eventLoop.wakeUp();
    }

    /** Runs until {@link #stop} or {@link #fail}. */
    void run(Node served) throws ServerStartException {
        node = served;
        metrics.runsOn(Thread.currentThread().getId());
        nextTickNanos = System.nanoTime();
        if (failure.get() == null) {
            eventLoop.run();
        }
        ServerStartException because = failure.get();
        if (because != null) {
            throw because;
        }
    }

    /** Ends the loop and makes {@link #run} throw {@code reason}. Any thread; never blocks. */
    void fail(ServerStartException reason) {
        if (!failure.compareAndSet(null, reason)) {
            return;
        }
        try {
            eventLoop.stop();
        } catch (RejectedExecutionException ended) {
            LOG.debug("The loop had ended by itself");
        }
    }

    /** Transfers leadership, tells the clients, and ends the loop. Any thread; returns at once. */
    void stop() {
        try {
            eventLoop.execute(this::beginToStop);
        } catch (RejectedExecutionException ended) {
            LOG.debug("The loop had ended by itself");
        }
    }

    private void beginToStop() {
        pulse.stops();
        if (node != null) {
            orderlyStop.begin(node, System.nanoTime());
        }
    }

    @Override
    public ConnectionHandler opened(Connection connection) {
        logOfClient("Client {} connected; {} connections are active", connection.remoteAddress());
        ClientConnection client = new ClientConnection(connection, served(), this::closed);
        clients.add(client);
        silent.connected(client);
        return client;
    }

    private void closed(ClientConnection client) {
        clients.remove(client);
        silent.closed(client);
        logOfClient("Client {} disconnected; {} connections are active", client.clientAddress());
    }

    /** A line for each client while there are few; a flood of clients must not fill the disk. */
    private void logOfClient(String message, String address) {
        Level level = lines.take(System.nanoTime()) ? Level.INFO : Level.DEBUG;
        LOG.atLevel(level).log(message, address, eventLoop.connections());
    }

    private void logOfManyClients(long nowNanos) {
        long withheld = lines.withheld(nowNanos);
        if (withheld > 0) {
            LOG.info(
                    "Clients connected or disconnected {} more times in a minute; {} connections are active",
                    withheld,
                    eventLoop.connections());
        }
    }

    @Override
    public long tick(long nowNanos) {
        if (replication != null) {
            replication.drain();
        }
        boolean more;
        if (nowNanos - nextTickNanos >= 0) {
            metrics.lateness().add(nowNanos - nextTickNanos);
            nextTickNanos = nowNanos + Node.TICK_NANOS;
            more = served().tick();
            beat();
            onMap.accept(served().machine(), served().clients().localReads().level());
            String contradiction = served().contradiction();
            if (contradiction != null) {
                fail(new ServerStartException(ExitCode.CONFIGURATION, contradiction));
            }
            silent.tick(nowNanos, eventLoop.connections());
            logOfManyClients(nowNanos);
            if (replication != null && replication.isDiskSilent()) {
                List.copyOf(clients).forEach(ClientConnection::sayDiskSilent);
            }
        } else {
            more = served().flush();
        }
        if (orderlyStop.isDue(served(), nowNanos)) {
            eventLoop.stop();
        }
        return more ? 0 : nextTickNanos - nowNanos;
    }

    private void beat() {
        pulse.beat(served().leader(), served().clients().localReads().level());
        served().clients().metrics().leader(served().leader());
        metrics.connections(eventLoop.connections());
    }

    @Override
    public void stalled(long gapNanos) {
        metrics.stalledMillis().add(gapNanos / 1_000_000);
        LOG.warn("This server was stalled for {} ms", gapNanos / 1_000_000);
    }

    @Override
    public void refused() {
        metrics.refused().increase();
    }

    @Override
    public void cut(int clientsCut) {
        metrics.cut().add(clientsCut);
        LOG.warn("Disconnected {} clients, since too much was unread by all clients or unanswered", clientsCut);
    }

    @Override
    public void acceptFailed(IOException reason) {
        LOG.warn("A client could not be accepted: {}", reason.getMessage());
    }

    private Node served() {
        if (node == null) {
            throw new IllegalStateException("the loop runs without a node");
        }
        return node;
    }
}
