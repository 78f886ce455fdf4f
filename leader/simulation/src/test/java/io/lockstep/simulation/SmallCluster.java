package io.lockstep.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.lockstep.simulation.network.ClientLink;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** A level cluster of three without faults, and clients that say what a test has them say. */
final class SmallCluster {

    private static final long WITHIN_MICROS = 20_000_000;

    final Scheduler scheduler;
    final SimulatedCluster servers;

    SmallCluster(int seed) {
        scheduler = new Scheduler(new Randomness(seed));
        Trace trace = new Trace(scheduler, null);
        Observer observer = new Observer(scheduler, trace, List.of(), Long.MAX_VALUE);
        servers = new SimulatedCluster(Plan.calm(3), scheduler, new Randomness(seed), observer, trace);
        servers.found("cluster");
        scheduler.after(1, servers::startAll);
        await(servers::isLevel);
    }

    /** The host of the founder, which leads. */
    int leader() {
        return servers.serverOfNumber(1).host();
    }

    /** A host that does not lead. */
    int follower() {
        return leader() % 3 + 1;
    }

    void crash(int host) {
        servers.servers().get(host - 1).crash();
    }

    void start(int host) {
        servers.servers().get(host - 1).start();
    }

    long nowMicros() {
        return scheduler.nowMicros();
    }

    /** Lets simulated time pass until the condition holds. */
    void await(BooleanSupplier condition) {
        long untilMicros = nowMicros() + WITHIN_MICROS;
        while (!condition.getAsBoolean()) {
            assertThat(nowMicros()).isLessThan(untilMicros);
            scheduler.step();
        }
    }

    void pass(long micros) {
        long untilMicros = nowMicros() + micros;
        await(() -> nowMicros() >= untilMicros);
    }

    /** Connects to a host, sends the requests, and waits until all are answered. */
    Client client(int host, String... requests) {
        Client client = new Client(host, requests);
        await(() -> client.isAnswered(requests.length));
        return client;
    }

    /** Sends its requests on being greeted, and keeps every line that it gets. */
    final class Client implements ClientLink.Listener {
        final List<String> lines = new ArrayList<>();
        private final List<String> requests;
        private final ClientLink link;

        Client(int host, String... requests) {
            this.requests = List.of(requests);
            this.link = servers.network().connect(1_000 + host, host, this);
        }

        void send(String line) {
            link.send(line);
        }

        /** Sends a request and waits for its answer. Nothing else may be under way. */
        String ask(String line) {
            int answered = answers().size();
            send(line);
            await(() -> isAnswered(answered + 1));
            return answers().get(answered);
        }

        boolean isAnswered(int count) {
            return answers().size() >= count;
        }

        List<String> answers() {
            return lines.stream()
                    .filter(line -> line.startsWith("OK") || line.startsWith("ERR"))
                    .toList();
        }

        @Override
        public void line(String text) {
            lines.add(text);
            if (lines.size() == 1) {
                requests.forEach(link::send);
            }
        }

        @Override
        public void closed() {}
    }
}
