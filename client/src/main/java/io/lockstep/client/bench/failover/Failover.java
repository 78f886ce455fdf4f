package io.lockstep.client.bench.failover;

import io.lockstep.client.bench.BenchSettings;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures how long clients are without service during a fault, such as a killed leader. Each client is a session that
 * moves between servers, and repeatedly takes and releases a lock of its own. The result is the longest time from one
 * grant to the next; without a fault, that is the time of one cycle. If the caller tells of each fault, the result also
 * has the times from fault to grant.
 */
public final class Failover {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;

    private Failover() {}

    /**
     * Runs the warm-up and the measurement. Blocks until both are over, and up to the sessions' timeout longer.
     *
     * @param gaps has one gap for each client, and is told of faults on another thread
     */
    public static FailoverResult run(BenchSettings settings, SessionSettings sessions, FaultGaps gaps)
            throws InterruptedException {
        long countFromNanos = System.nanoTime() + settings.warmup().toNanos();
        long endNanos = countFromNanos + settings.measured().toNanos();
        List<FailoverClient> clients = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < settings.clients(); i++) {
            FailoverClient client = new FailoverClient(i, from(i, sessions), gaps, countFromNanos, endNanos);
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
        return result(settings, seconds, clients, gaps);
    }

    /** The settings for one client: each begins at another server, if there are several clients. */
    private static SessionSettings from(int client, SessionSettings sessions) {
        List<HostPort> servers = new ArrayList<>(sessions.servers());
        Collections.rotate(servers, -client);
        return sessions.at(servers);
    }

    private static FailoverResult result(
            BenchSettings settings, double seconds, List<FailoverClient> clients, FaultGaps gaps) {
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
        return new FailoverResult(
                settings, seconds, grants, longestGapNanos / NANOS_PER_MILLI, gaps.all(), moves, errors);
    }
}
