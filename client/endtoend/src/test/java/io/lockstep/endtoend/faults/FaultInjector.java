package io.lockstep.endtoend.faults;

import io.lockstep.endtoend.cluster.FaultyNetwork;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Injects faults into a cluster, and heals each before the next. Used by one thread. */
final class FaultInjector {

    private static final int SERVERS = 3;
    private static final long PAUSED_MILLIS = 2_500;
    private static final long CALM_MILLIS = 700;

    private final RealCluster cluster;
    private final List<FaultyNetwork> networks;
    private final RunningProcess pausedClients;
    private final long ttlMillis;
    private final Random random;

    FaultInjector(
            RealCluster cluster,
            List<FaultyNetwork> networks,
            RunningProcess pausedClients,
            long ttlMillis,
            Random random) {
        this.cluster = cluster;
        this.networks = networks;
        this.pausedClients = pausedClients;
        this.ttlMillis = ttlMillis;
        this.random = random;
    }

    /** Injects and heals a fault. Blocks until the cluster has worked for a moment after it. */
    void inject(Fault fault) throws InterruptedException {
        switch (fault) {
            case KILL_LEADER -> killed(cluster.awaitLeader(0));
            case KILL_FOLLOWER -> killed(aFollower());
            case KILL_ALL -> {
                cluster.killAll();
                for (int number = 1; number <= SERVERS; number++) {
                    cluster.launch(number);
                }
                cluster.awaitVoters(SERVERS);
            }
            case PAUSE_LEADER -> paused(cluster.process(cluster.awaitLeader(0)), PAUSED_MILLIS);
            case PAUSE_FOLLOWER -> paused(cluster.process(aFollower()), PAUSED_MILLIS);
            case PAUSE_CLIENTS -> paused(pausedClients, ttlMillis + 1_500);
            case CUT_NETWORK -> {
                FaultyNetwork network = aNetwork();
                network.cut();
                someTime();
                network.heal();
            }
            case STALL_NETWORK -> {
                FaultyNetwork network = aNetwork();
                network.stall();
                someTime();
                network.heal();
            }
            case STALL_WHOLE_NETWORK -> {
                networks.forEach(FaultyNetwork::stall);
                someTime();
                networks.forEach(FaultyNetwork::heal);
            }
        }
        cluster.awaitLeader(0);
        TimeUnit.MILLISECONDS.sleep(CALM_MILLIS + random.nextInt((int) CALM_MILLIS));
    }

    private void killed(int number) throws InterruptedException {
        cluster.kill(number);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(1_000));
        cluster.restart(number);
    }

    private static void paused(RunningProcess process, long millis) throws InterruptedException {
        process.pause();
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } finally {
            process.goOn();
        }
    }

    /** Sometimes shorter than the lease, sometimes longer. */
    private void someTime() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(random.nextInt((int) (2 * ttlMillis)));
    }

    private int aFollower() throws InterruptedException {
        int leader = cluster.awaitLeader(0);
        return (leader - 1 + 1 + random.nextInt(SERVERS - 1)) % SERVERS + 1;
    }

    private FaultyNetwork aNetwork() {
        return networks.get(random.nextInt(networks.size()));
    }
}
