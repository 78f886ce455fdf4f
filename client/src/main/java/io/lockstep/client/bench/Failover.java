package io.lockstep.client.bench;

import io.lockstep.client.session.SessionSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures how long clients are without service during a fault, such as a killed leader. Each client is a session that
 * moves between servers, and repeatedly takes and releases a lock of its own. The result is the longest time from one
 * grant to the next; without a fault, that is the time of one cycle.
 */
public final class Failover {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private Failover() {}

    /** Runs the warm-up and the measurement. Blocks until both are over, and up to the sessions' timeout longer. */
    public static FailoverResult run(BenchSettings settings, SessionSettings sessions) throws InterruptedException {
        long countFromNanos = System.nanoTime() + settings.warmup().toNanos();
        long endNanos = countFromNanos + settings.measured().toNanos();
        List<FailoverClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < settings.clients(); i++) {
            FailoverClient client = new FailoverClient(i, sessions, countFromNanos, endNanos);
            Thread thread = new Thread(client, "failover-client-" + i);
            thread.setDaemon(true);
            thread.start();
            clients.add(client);
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        double seconds = (System.nanoTime() - countFromNanos) / NANOS_PER_SECOND;
        return result(settings, seconds, clients);
    }

    private static FailoverResult result(BenchSettings settings, double seconds, List<FailoverClient> clients) {
        long grants = 0;
        long longestGapNanos = 0;
        long moves = 0;
        Map<String, Long> errors = new TreeMap<>();
        for (FailoverClient client : clients) {
            grants += client.grants();
            longestGapNanos = Math.max(longestGapNanos, client.longestGapNanos());
            moves += client.moves();
            client.errors().forEach((code, count) -> errors.merge(code, count, Long::sum));
        }
        return new FailoverResult(settings, seconds, grants, longestGapNanos / NANOS_PER_MILLI, moves, errors);
    }
}
