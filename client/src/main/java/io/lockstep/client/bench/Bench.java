package io.lockstep.client.bench;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Runs a benchmark: one thread drives all clients; each sends its next request as soon as it has the last answer. */
public final class Bench {

    private static final long SELECT_MILLIS = 20;
    private static final double NANOS_PER_SECOND = 1e9;

    private final BenchSettings settings;
    private final Tally tally = new Tally();
    private final List<BenchClient> clients = new ArrayList<>();

    private Bench(BenchSettings settings) {
        this.settings = settings;
    }

    /**
     * Connects all clients, runs the warm-up and the measurement, and waits for the last answers. Blocks.
     *
     * @throws IOException if a client cannot connect; the message is a clause fit for the user
     */
    public static BenchResult run(BenchSettings settings) throws IOException {
        return new Bench(settings).run();
    }

    private BenchResult run() throws IOException {
        try (Selector selector = Selector.open()) {
            connect(selector);
            clients.forEach(BenchClient::ask);
            drive(selector, settings.warmup());
            tally.count(true);
            long startNanos = System.nanoTime();
            drive(selector, settings.measured());
            double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
            tally.count(false);
            drain(selector);
            return tally.result(settings, seconds);
        } finally {
            clients.forEach(BenchClient::close);
        }
    }

    private void connect(Selector selector) throws IOException {
        // Names differ from run to run, so a run never meets locks that an earlier run left behind.
        String run = Integer.toHexString(ThreadLocalRandom.current().nextInt());
        GrantChecker checker = new GrantChecker();
        for (int i = 0; i < settings.clients(); i++) {
            String name = "bench-" + run + (settings.names() == BenchSettings.Names.ONE ? "" : "-" + i);
            Workload workload = settings.mode() == BenchSettings.Mode.LOCK
                    ? new LockWorkload(i, name, settings.names(), tally, checker)
                    : new StatusWorkload(name, tally);
            int server = i % settings.servers().size();
            clients.add(BenchClient.connect(settings.servers().get(server), settings, workload, tally, selector));
        }
    }

    private void drive(Selector selector, Duration time) throws IOException {
        long endNanos = System.nanoTime() + time.toNanos();
        while (endNanos - System.nanoTime() > 0 && clients.stream().anyMatch(BenchClient::isOpen)) {
            selector.select(Bench::ready, SELECT_MILLIS);
        }
    }

    /** Lets each client finish its cycle; counts an error for each client that gets no answer in time. */
    private void drain(Selector selector) throws IOException {
        clients.forEach(BenchClient::finish);
        long endNanos = System.nanoTime() + settings.timeout().toNanos();
        while (endNanos - System.nanoTime() > 0 && clients.stream().anyMatch(BenchClient::isBusy)) {
            selector.select(Bench::ready, SELECT_MILLIS);
        }
        clients.stream().filter(BenchClient::isBusy).forEach(client -> tally.error("NO_ANSWER"));
    }

    private static void ready(SelectionKey key) {
        ((BenchClient) key.attachment()).read();
    }
}
