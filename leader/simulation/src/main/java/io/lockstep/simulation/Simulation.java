package io.lockstep.simulation;

import io.lockstep.simulation.check.Check;
import io.lockstep.simulation.check.CheckVerdict;
import io.lockstep.simulation.check.Evidence;
import io.lockstep.simulation.check.reading.LogReading;
import io.lockstep.simulation.client.Actions;
import io.lockstep.simulation.client.Credentials;
import io.lockstep.simulation.client.History;
import io.lockstep.simulation.client.LockKind;
import io.lockstep.simulation.client.Probe;
import io.lockstep.simulation.client.SimulatedClient;
import io.lockstep.simulation.log.LogHostility;
import io.lockstep.simulation.time.Randomness;
import io.lockstep.simulation.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run. A cluster is founded, servers join, clients come and go, and faults occur. Then the faults end and the
 * cluster must recover. At the end the checks judge what happened.
 */
public final class Simulation {

    /** The cluster must recover from all faults within this time. */
    private static final long RECOVERY_MICROS_MAX = 20_000_000;

    /** Longer than any lease. */
    private static final long SETTLE_MICROS = 11_500_000;

    private static final long CALM_START_MICROS_MAX = 30_000_000;
    private static final long LOOK_MICROS = 50_000;

    /** The observer looks at maps whose index is a multiple of this. */
    private static final int LOOK_EVERY = 4;

    /** Slow, so that the quiet time costs little, but without hostility. */
    private static final LogHostility CALM = new LogHostility(0, 0, 0, 0.1, 0, 0, 0, 0, 1_000, 3_000, 1_000, 5_000, 0);

    private final long seed;
    private final Scheduler scheduler;
    private final Trace trace;
    private final Observer observer;
    private final SimulatedCluster cluster;
    private final History history;
    private final List<SimulatedClient> clients = new ArrayList<>();
    private final Faults faults;
    private final List<String> breaches = new ArrayList<>();
    private final Plan plan;
    private final Credentials credentials;
    private long termSeen;
    private int leaderSeen;
    private long quietFromMicros;

    private Simulation(long seed, Trace.@Nullable Printer printer) {
        this.seed = seed;
        Randomness random = new Randomness(seed);
        this.plan = Plan.drawn(random);
        this.scheduler = new Scheduler(random.split());
        this.trace = new Trace(scheduler, printer);
        this.observer = new Observer(
                scheduler, trace, plan.locks().stream().map(LockKind::name).toList(), LOOK_EVERY);
        this.cluster = new SimulatedCluster(plan, scheduler, random.split(), observer, trace);
        this.history = new History(trace::add);
        this.credentials = new Credentials(plan.users() ? SimulatedCluster.ADMIN_TOKEN : "");
        Actions actions = new Actions(plan.locks(), plan.locksPerClient(), credentials, random.split());
        for (int number = 1; number <= plan.clients(); number++) {
            clients.add(new SimulatedClient(
                    number, plan.servers(), scheduler, cluster.network(), history, random.split(), actions));
        }
        this.faults = new Faults(cluster, clients, random.split());
    }

    /** Runs a seed. Never throws: the result reports whatever failed. */
    public static SimulationResult run(long seed) {
        return run(seed, null);
    }

    /** Runs a seed and prints each event. */
    public static SimulationResult run(long seed, Trace.@Nullable Printer printer) {
        Simulation simulation = new Simulation(seed, printer);
        try {
            simulation.run();
        } catch (RuntimeException | AssertionError thrown) {
            simulation.breaches.add("a node threw " + thrown);
            return simulation.result(thrown);
        }
        return simulation.result(null);
    }

    private SimulationResult result(@Nullable Throwable thrown) {
        return new SimulationResult(
                seed, trace.hash(), trace.lines(), observer.coverage(), List.copyOf(breaches), trace.ending(), thrown);
    }

    private void run() {
        trace.add("plan", plan.toString());
        scheduler.every(LOOK_MICROS, this::watchLeadership);
        cluster.found("cluster-" + Long.toHexString(seed));
        scheduler.after(1, cluster::startAll);
        if (plan.calmStart()) {
            require("a calm start", CALM_START_MICROS_MAX, cluster::isLevel);
        }
        if (plan.users()) {
            require("an administrator", CALM_START_MICROS_MAX, cluster::hasAdmin);
        }
        clients.forEach(SimulatedClient::start);
        faults.begin();
        pass(plan.busyMicros());
        recover();
        judge();
    }

    private void recover() {
        trace.add("plan", "the faults end");
        faults.end();
        cluster.servers().stream()
                .map(SimulatedServer::process)
                .filter(Objects::nonNull)
                .forEach(process -> process.replication().slowness(1));
        observer.disturbed(0, 0);
        cluster.network().unblockAll();
        cluster.network().delayMicrosTypical(300);
        cluster.log().reconnectAll();
        cluster.log().hostility(CALM);
        cluster.startAll();
        clients.forEach(SimulatedClient::finish);
        // Servers that were told to stop still do so, and a stall that has begun still lasts.
        pass(1_100_000);
        if (plan.remove() > 0) {
            // What an operator asked for is under way for at most so long.
            pass(plan.requestTimeoutMicros());
        }
        while (cluster.anyIsStalled()) {
            pass(LOOK_MICROS);
        }
        cluster.startAll();
        // What is removed may be the leader, and comes back as a new server.
        boolean well = require("a leader and level maps", RECOVERY_MICROS_MAX, cluster::isLevel)
                && require("an end of all removals", RECOVERY_MICROS_MAX, cluster::isSettled);
        quietFromMicros = scheduler.nowMicros();
        if (well) {
            probe();
        }
        pass(SETTLE_MICROS + 6_500_000);
        if (well) {
            require("level maps", RECOVERY_MICROS_MAX, cluster::isLevel);
        }
        for (SimulatedServer server : cluster.servers()) {
            if (server.node() != null) {
                observer.look(server, server.node());
            }
        }
    }

    /** Checks that a new client at each server gets a lock. */
    private void probe() {
        List<Probe> probes = new ArrayList<>();
        for (SimulatedServer server : cluster.servers()) {
            probes.add(new Probe(server.host(), credentials.adminToken(), cluster.network(), scheduler, history));
        }
        require("a new lock at every server", 6_000_000, () -> probes.stream().allMatch(Probe::isDone));
    }

    private void pass(long micros) {
        scheduler.runUntil(scheduler.nowMicros() + micros);
    }

    private boolean require(String what, long microsMax, BooleanSupplier condition) {
        long deadlineMicros = scheduler.nowMicros() + microsMax;
        while (!condition.getAsBoolean()) {
            if (scheduler.nowMicros() >= deadlineMicros) {
                breaches.add("within " + microsMax / 1_000 + " ms there was not: " + what + "\n" + describe());
                return false;
            }
            pass(1_000);
        }
        return true;
    }

    private String describe() {
        StringBuilder text = new StringBuilder("leader " + cluster.log().leader() + " of term "
                + cluster.log().term() + ", " + cluster.log().membership() + ", last index "
                + cluster.log().lastIndex());
        for (SimulatedServer server : cluster.servers()) {
            text.append("\nserver-").append(server.host()).append(" number ").append(server.number());
            if (server.node() != null) {
                text.append(" at ")
                        .append(server.node().appliedIndex())
                        .append(server.node().clients().localReads().level() ? " level" : " not level")
                        .append(", leader ")
                        .append(server.node().leader());
            }
        }
        return text.toString();
    }

    private void watchLeadership() {
        if (cluster.log().term() != termSeen
                || cluster.log().leader() != leaderSeen
                || !cluster.log().decides()) {
            termSeen = cluster.log().term();
            leaderSeen = cluster.log().leader();
            observer.disturbed(LOOK_MICROS, 0);
        }
    }

    private void judge() {
        Evidence evidence = new Evidence(
                history,
                new LogReading(observer.log()),
                observer.maps(),
                observer.starts(),
                observer.lines(),
                observer.applied(),
                observer.disturbances(),
                quietFromMicros,
                scheduler.nowMicros());
        Census.take(evidence, observer.coverage());
        for (Check check : Checks.ALL) {
            check.examine(
                    evidence,
                    new CheckVerdict(check, observer.coverage(), breach -> breaches.add(check.name() + ": " + breach)));
        }
    }
}
