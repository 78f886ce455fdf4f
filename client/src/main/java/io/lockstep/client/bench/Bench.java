package io.lockstep.client.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Runs a benchmark: one thread drives all clients. */
public final class Bench {

    private static final long SELECT_MILLIS = 20;
    private static final long TICK_NANOS = 1_000_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final BenchSettings settings;
    private final BenchListener progress;
    private final Tally tally = new Tally();
    private final List<BenchConnection> connections = new ArrayList<>();
    private final List<BenchClient> clients = new ArrayList<>();

    private Bench(BenchSettings settings, BenchListener progress) {
        this.settings = settings;
        this.progress = progress;
    }

    /** Runs it, and tells nobody how it goes. Blocks. Throws as {@link #run(BenchSettings, BenchListener)} does. */
    public static BenchResult run(BenchSettings settings) throws IOException {
        return run(settings, BenchListener.NONE);
    }

    /**
     * Connects all clients, runs the warm-up and the measurement, and waits for the last answers. Blocks.
     *
     * @throws IOException if a client cannot connect; the message is a clause fit for the user
     */
    public static BenchResult run(BenchSettings settings, BenchListener progress) throws IOException {
        return new Bench(settings, progress).run();
    }

    private BenchResult run() throws IOException {
        try (Selector selector = Selector.open()) {
            for (int i = 0; i < settings.load().connections(); i++) {
                connections.add(BenchConnection.open(
                        settings.servers().get(i % settings.servers().size()), settings, tally, selector));
            }
            if (!settings.load().isOpen()) {
                return run(selector, new ClosedLoop());
            }
            Schedule schedule = new Schedule(System.nanoTime(), settings.load().ratePerSecond());
            Pacing pacing = new OpenLoop(schedule, settings.mode(), tally);
            if (!OpenLoop.sleeps(schedule)) {
                return run(selector, pacing);
            }
            Metronome metronome = Metronome.start(schedule, selector);
            try {
                return run(selector, pacing);
            } finally {
                metronome.stop();
            }
        } finally {
            connections.forEach(BenchConnection::close);
        }
    }

    private BenchResult run(Selector selector, Pacing pacing) throws IOException {
        addClients(pacing);
        long beginNanos = System.nanoTime() + settings.warmup().toNanos();
        long endNanos = beginNanos + settings.measured().toNanos();
        tally.measure(beginNanos, endNanos);
        clients.forEach(client -> pacing.idle(client, System.nanoTime()));
        drive(selector, pacing, System.nanoTime(), beginNanos, false);
        // A cold server may have fallen behind in the warm-up.
        pacing.forget(beginNanos);
        drive(selector, pacing, beginNanos, endNanos, true);
        // The run is over early once all connections have broken.
        long overNanos = beginNanos
                + Math.min(System.nanoTime() - beginNanos, settings.measured().toNanos());
        pacing.stop(overNanos);
        drain(selector, pacing);
        double seconds = (overNanos - beginNanos) / NANOS_PER_SECOND;
        return tally.result(settings, seconds, pacing.unsent());
    }

    private void addClients(Pacing pacing) {
        // Names differ from run to run, so a run never meets locks that an earlier run left behind.
        String run = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        GrantChecker checker = new GrantChecker();
        for (int i = 0; i < settings.clients(); i++) {
            String name = "bench-" + run + (settings.names() == BenchSettings.Names.ONE ? "" : "-" + i);
            String tag = settings.load().sharesConnections() ? "#" + i / connections.size() : "";
            BenchConnection connection = connections.get(i % connections.size());
            BenchClient client = new BenchClient(connection, workload(i, tag, name, checker), pacing);
            connection.add(client);
            clients.add(client);
        }
    }

    private Workload workload(int client, String tag, String name, GrantChecker checker) {
        return switch (settings.mode()) {
            case STATUS -> new StatusWorkload(tag, name, tally);
            case LOCK, HOT, SHARED, HANDOVER -> new LockWorkload(client, tag, name, settings, tally, checker);
            case MIXED ->
                new MixedWorkload(
                        new LockWorkload(client, tag, name, settings, tally, checker),
                        new StatusWorkload(tag, name, tally),
                        settings.statusPercent(),
                        client);
            case FAILOVER -> throw new IllegalArgumentException("fail-over is measured by sessions of their own");
        };
    }

    private void drive(Selector selector, Pacing pacing, long beginNanos, long endNanos, boolean warm)
            throws IOException {
        long tickNanos = beginNanos + TICK_NANOS;
        long doneBefore = tally.doneEver();
        long nowNanos = beginNanos;
        while (endNanos - nowNanos > 0 && anyOpen()) {
            pacing.turn(selector, Bench::ready, SELECT_MILLIS);
            nowNanos = System.nanoTime();
            if (nowNanos - tickNanos >= 0) {
                double seconds = (nowNanos - tickNanos + TICK_NANOS) / NANOS_PER_SECOND;
                long done = tally.doneEver();
                progress.at(
                        settings,
                        warm,
                        (nowNanos - beginNanos) / NANOS_PER_SECOND,
                        (done - doneBefore) / seconds,
                        tally.errorsEver());
                doneBefore = done;
                tickNanos = nowNanos + TICK_NANOS;
            }
        }
    }

    private boolean anyOpen() {
        for (BenchConnection connection : connections) {
            if (connection.isOpen()) {
                return true;
            }
        }
        return false;
    }

    /** Lets each client finish its cycle; counts an error for each client that gets no answer in time. */
    private void drain(Selector selector, Pacing pacing) throws IOException {
        long endNanos = System.nanoTime() + settings.timeout().toNanos();
        while (endNanos - System.nanoTime() > 0 && clients.stream().anyMatch(BenchClient::isBusy)) {
            pacing.turn(selector, Bench::ready, SELECT_MILLIS);
        }
        clients.stream().filter(BenchClient::isBusy).forEach(client -> tally.error("NO_ANSWER"));
    }

    private static void ready(SelectionKey key) {
        ((BenchConnection) key.attachment()).read();
    }
}
