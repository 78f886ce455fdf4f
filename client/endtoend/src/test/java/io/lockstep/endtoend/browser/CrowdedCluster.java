package io.lockstep.endtoend.browser;

import io.lockstep.endtoend.cluster.ManyGrants;
import io.lockstep.endtoend.cluster.RealCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Three servers with very many locks, which some sessions take at the same time. */
final class CrowdedCluster {

    private static final int SESSIONS = 10;

    private CrowdedCluster() {}

    /** The locks are {@code orders/customer-} and the number of a session, and then a number from 0 on. */
    static RealCluster start(int locks) throws Exception {
        RealCluster cluster = RealCluster.start(3, CrowdedCluster::withRoom, "--locks-per-client", "0");
        List<Callable<Void>> sessions = new ArrayList<>();
        for (int session = 0; session < SESSIONS; session++) {
            String prefix = "orders/customer-" + session;
            sessions.add(() -> {
                ManyGrants.take(cluster.port(1), prefix, locks / SESSIONS);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS);
        try {
            for (Future<Void> each : threads.invokeAll(sessions)) {
                each.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return cluster;
    }

    /** The lock map of a server has a share of its heap. */
    private static List<String> withRoom(List<String> command) {
        return command.stream()
                .map(word -> word.startsWith("-Xmx") ? "-Xmx256m" : word)
                .toList();
    }
}
