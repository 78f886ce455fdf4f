package io.lockstep.simulation;

import io.lockstep.common.command.RegisteredServer;
import io.lockstep.common.lock.LockStateMachine;
import io.lockstep.follower.client.Conversation;
import io.lockstep.follower.replication.Member;
import io.lockstep.simulation.time.Randomness;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Wipes the disks of servers, and removes servers as an operator does: each comes back as a new one. */
final class MembershipFaults {

    private static final long DOWN_MICROS = 700_000;
    private static final long LOOK_MICROS = 100_000;
    private static final List<String> WAYS = List.of("exchange", "replace", "shrink");

    private final SimulatedCluster cluster;
    private final Randomness random;
    private boolean over;

    MembershipFaults(SimulatedCluster cluster, Randomness random) {
        this.cluster = cluster;
        this.random = random;
        cluster.scheduler().every(LOOK_MICROS, this::renewRemoved);
    }

    /** Servers that are still removed start again at once. */
    void end() {
        over = true;
    }

    /** Wipes a server without which a majority of the voters is there: more than that no cluster survives. */
    void wipe() {
        SimulatedServer server = random.pick(cluster.servers());
        if (server.number() != 0 && isSpare(server.number())) {
            cluster.observer().met("fault: disk wiped");
            renew(server);
        }
    }

    private boolean isSpare(int number) {
        Set<Integer> voters =
                cluster.log().membership().voters().stream().map(Member::server).collect(Collectors.toSet());
        long left = cluster.servers().stream()
                .map(SimulatedServer::number)
                .filter(other -> other != number && voters.contains(other))
                .count();
        return left * 2 > voters.size();
    }

    private void renew(SimulatedServer server) {
        long downMicros = over ? 1 : random.delay(DOWN_MICROS);
        cluster.observer().disturbed(0, downMicros);
        server.wipe();
        cluster.scheduler().after(downMicros, () -> {
            if (!server.isUp()) {
                server.start();
                cluster.observer().disturbed(0, 0);
            }
        });
    }

    /** An operator removes a server, at any server that runs. */
    void remove() {
        int number = random.pick(cluster.servers()).number();
        ServerProcess process = random.pick(cluster.servers()).process();
        String way = random.pick(WAYS);
        if (number != 0 && process != null) {
            cluster.observer().met("fault: server to be removed, " + way);
            cluster.trace("operator", "removes server " + number + ", way " + way);
            cluster.observer().disturbed(0, 0);
            process.loop().post(() -> {
                Conversation operator = process.node().connected(new DeafChannel("operator:1"));
                if (cluster.plan().users()) {
                    operator.line("AUTH token=" + SimulatedCluster.ADMIN_TOKEN);
                }
                operator.line("REMOVE " + number + " way=" + way + " reason=test");
            });
        }
    }

    /** A server that is removed stops, and its operator starts it again as a new one. */
    private void renewRemoved() {
        for (SimulatedServer server : cluster.servers()) {
            if (server.number() != 0 && isRemoved(server.number())) {
                cluster.observer().met("server: removed");
                renew(server);
            }
        }
    }

    private boolean isRemoved(int number) {
        return cluster.servers().stream()
                .map(SimulatedServer::node)
                .anyMatch(node -> node != null && isRemoved(node.machine(), number));
    }

    private static boolean isRemoved(LockStateMachine machine, int number) {
        RegisteredServer known = machine.server(number);
        return known != null && known.isRemoved();
    }
}
