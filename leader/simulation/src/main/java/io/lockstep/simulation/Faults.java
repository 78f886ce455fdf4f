package io.lockstep.simulation;

import io.lockstep.simulation.client.SimulatedClient;
import io.lockstep.simulation.time.Randomness;
import java.util.List;

/** Causes the faults of a plan until {@link #end}. */
final class Faults {

    private static final long DOWN_MICROS = 700_000;
    private static final long STALL_MICROS = 500_000;
    private static final long PARTITION_MICROS = 1_200_000;

    private final SimulatedCluster cluster;
    private final List<SimulatedClient> clients;
    private final Randomness random;
    private final MembershipFaults membership;
    private boolean over;

    Faults(SimulatedCluster cluster, List<SimulatedClient> clients, Randomness random) {
        this.cluster = cluster;
        this.clients = clients;
        this.random = random;
        this.membership = new MembershipFaults(cluster, random.split());
    }

    void begin() {
        Plan plan = cluster.plan();
        cluster.log().hostility(plan.hostility());
        repeat(plan.crash(), this::crash);
        repeat(plan.stop(), this::stopInOrder);
        repeat(plan.stall(), this::stall);
        repeat(plan.partition(), this::partition);
        repeat(plan.oneWay(), this::blockOneWay);
        repeat(plan.linkBreak(), this::breakLink);
        repeat(plan.clientBreak(), this::breakClient);
        repeat(plan.clientBlock(), this::blockClient);
        repeat(plan.transfer(), this::transfer);
        repeat(plan.slow(), this::slowDown);
        repeat(plan.wipe(), membership::wipe);
        repeat(plan.remove(), membership::remove);
    }

    /** Causes no more faults; existing ones stay. */
    void end() {
        over = true;
        membership.end();
    }

    private void repeat(long periodMicros, Runnable fault) {
        if (periodMicros > 0) {
            cluster.scheduler().after(random.delay(periodMicros), () -> {
                if (!over) {
                    fault.run();
                    repeat(periodMicros, fault);
                }
            });
        }
    }

    private SimulatedServer anyServer() {
        return random.pick(cluster.servers());
    }

    private void crash() {
        int together = random.chance(0.15) ? cluster.servers().size() : 1;
        for (int i = 0; i < together; i++) {
            SimulatedServer server =
                    together == 1 ? anyServer() : cluster.servers().get(i);
            if (server.isUp()) {
                crash(server);
            }
        }
    }

    private void crash(SimulatedServer server) {
        long downMicros = random.delay(DOWN_MICROS);
        cluster.observer().disturbed(0, downMicros);
        cluster.observer().met("fault: crash");
        server.crash();
        cluster.scheduler().after(downMicros, () -> {
            if (!server.isUp()) {
                server.start();
                cluster.observer().disturbed(0, 0);
            }
        });
    }

    private void stopInOrder() {
        SimulatedServer server = anyServer();
        ServerProcess process = server.process();
        if (process != null) {
            cluster.trace("server-" + server.host(), "is told to stop");
            cluster.observer().met("fault: told to stop");
            process.beginToStop();
            cluster.scheduler().after(random.between(0, 1_000_000), () -> {
                if (server.process() == process) {
                    crash(server);
                }
            });
        }
    }

    private void stall() {
        SimulatedServer server = anyServer();
        ServerProcess process = server.process();
        if (process != null) {
            long micros = random.delay(STALL_MICROS);
            cluster.trace("server-" + server.host(), "stalls for " + micros);
            cluster.observer().disturbed(0, micros);
            cluster.observer().met("fault: stall");
            process.loop().stall(micros);
        }
    }

    /** Cuts some servers off from the rest. The messages of the engine may be cut off, too. */
    private void partition() {
        SimulatedServer alone = anyServer();
        boolean engineToo = random.chance(0.7);
        cluster.observer().met("fault: partition");
        long micros = random.delay(PARTITION_MICROS);
        cluster.trace("server-" + alone.host(), "is cut off from the servers" + (engineToo ? ", log too" : ""));
        for (SimulatedServer other : cluster.servers()) {
            if (other != alone) {
                block(alone.host(), other.host(), micros);
                block(other.host(), alone.host(), micros);
            }
        }
        int number = alone.number();
        if (engineToo && number != 0) {
            cluster.log().cutOff(number);
            cluster.scheduler().after(micros, () -> cluster.log().reconnect(number));
        }
    }

    private void blockOneWay() {
        SimulatedServer from = anyServer();
        SimulatedServer to = anyServer();
        if (from != to) {
            cluster.trace("server-" + from.host(), "cannot reach server-" + to.host());
            cluster.observer().met("fault: one way blocked");
            block(from.host(), to.host(), random.delay(PARTITION_MICROS));
        }
    }

    private void block(int from, int to, long micros) {
        cluster.observer().disturbed(0, micros);
        cluster.network().block(from, to);
        cluster.scheduler().after(micros, () -> {
            cluster.network().unblock(from, to);
            cluster.observer().disturbed(0, 0);
        });
    }

    private void breakLink() {
        SimulatedServer one = anyServer();
        SimulatedServer other = anyServer();
        if (one != other) {
            cluster.trace("network", "breaks a link of " + one.host() + " and " + other.host());
            cluster.observer().met("fault: link broken");
            cluster.network().breakAny(one.host(), other.host());
        }
    }

    private void breakClient() {
        SimulatedClient client = random.pick(clients);
        cluster.trace("network", "breaks the connection of " + client);
        cluster.observer().met("fault: connection of a client broken");
        cluster.network().breakAny(client.clientHost(), client.host());
    }

    private void blockClient() {
        SimulatedClient client = random.pick(clients);
        int server = client.host();
        int host = client.clientHost();
        boolean up = random.chance(0.7);
        boolean down = !up || random.chance(0.7);
        cluster.trace("network", "holds up " + client + (up ? ", requests" : "") + (down ? ", answers" : ""));
        long micros = random.delay(PARTITION_MICROS);
        cluster.observer().met("fault: client held up");
        if (up) {
            cluster.network().block(host, server);
            cluster.scheduler().after(micros, () -> cluster.network().unblock(host, server));
        }
        if (down) {
            cluster.network().block(server, host);
            cluster.scheduler().after(micros, () -> cluster.network().unblock(server, host));
        }
    }

    /** Delivers the log to one server much later than to the others. */
    private void slowDown() {
        SimulatedServer server = anyServer();
        ServerProcess process = server.process();
        if (process != null) {
            long times = random.between(3, 60);
            cluster.trace("server-" + server.host(), "gets the log " + times + " times slower");
            cluster.observer().met("fault: slow log");
            process.replication().slowness(times);
            cluster.scheduler()
                    .after(
                            random.delay(PARTITION_MICROS),
                            () -> process.replication().slowness(1));
        }
    }

    private void transfer() {
        SimulatedServer server = anyServer();
        ServerProcess process = server.process();
        if (process != null) {
            cluster.observer().met("fault: leadership transferred");
            process.loop().post(process.node()::transferLeadership);
        }
    }
}
