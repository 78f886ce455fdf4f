package io.lockstep.endtoend.scale;

import io.lockstep.common.entry.SnapshotCodec;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.common.lock.StateImage;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.ManyGrants;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How long a snapshot takes, and a restart of all servers after a kill, while so many locks are held. */
final class ByRestart implements Part {

    @Override
    public boolean needsWarmth() {
        return false;
    }

    @Override
    public void run(Servers servers, Sizes sizes, Report report) throws IOException, InterruptedException {
        report.heading("Snapshot and restart by held locks");
        report.columns(
                "held locks",
                "freeze, on the loop, ms",
                "encode, ms",
                "read, ms",
                "size, MB",
                "kill of all servers to the next grant, s");
        List<Double> freezes = new ArrayList<>();
        List<Double> encodes = new ArrayList<>();
        List<Double> reads = new ArrayList<>();
        List<Double> restarts = new ArrayList<>();
        int held = 0;
        for (int locks : sizes.restartLocks()) {
            ManyGrants.take(servers.port(1), "restart/" + locks + "/customer-", locks - held);
            held = locks;
            double restart = restart(servers, locks);
            FilledMap map = new FilledMap(locks);
            Timed<StateImage> frozen = Timed.best(map.machine::freeze);
            Timed<byte[]> encoded = Timed.best(() -> SnapshotCodec.encode(frozen.result()));
            Timed<LockStateMachine> read =
                    Timed.best(() -> LockStateMachine.restore(SnapshotCodec.decode(encoded.result())));
            report.row(locks, frozen.millis(), encoded.millis(), read.millis(), encoded.result().length / 1e6, restart);
            freezes.add(frozen.millis());
            encodes.add(encoded.millis());
            reads.add(read.millis());
            restarts.add(1e3 * restart);
        }
        report.plot(
                "scale-restart",
                new Plot("Snapshot and restart by held locks", "ms", "held locks", sizes.restartLocks())
                        .logarithmic()
                        .line("kill of all to grant", restarts)
                        .line("read a snapshot", reads)
                        .line("encode it", encodes)
                        .line("freeze, on the loop", freezes));
    }

    /** Returns the seconds from the start of the processes to the first grant. All locks must be there again. */
    private static double restart(Servers servers, int locks) throws IOException, InterruptedException {
        RealCluster cluster = servers.cluster();
        cluster.killAll();
        long startedNanos = System.nanoTime();
        for (int server = 1; server <= cluster.size(); server++) {
            cluster.launch(server);
        }
        RealCluster.await("a grant", () -> {
            try (LineClient client = cluster.connect(1)) {
                return client.ask("LOCK fresh").ok();
            }
        });
        double seconds = (System.nanoTime() - startedNanos) / 1e9;
        cluster.awaitVoters(cluster.size());
        if (servers.fact(1, "locks") < locks) {
            throw new AssertionError("locks are missing");
        }
        return seconds;
    }
}
