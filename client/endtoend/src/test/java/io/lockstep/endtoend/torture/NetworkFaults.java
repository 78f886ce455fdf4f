package io.lockstep.endtoend.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Faults between servers, and between servers and clients. */
final class NetworkFaults {

    private static final int FLAP_MILLIS_MAX = 400;
    private static final String RESET = " -j REJECT --reject-with tcp-reset";
    private static final List<Integer> DELAYS_MILLIS = List.of(1, 10, 50);

    private NetworkFaults() {}

    /** A choice of a machine, made when the fault begins. */
    private interface Choice {
        List<PacketRule> rules() throws InterruptedException;
    }

    private static Fault rules(Choice choice) {
        List<PacketRule> rules = new ArrayList<>();
        return Fault.of(
                () -> {
                    rules.addAll(choice.rules());
                    addAll(rules);
                },
                () -> removeAll(rules));
    }

    private static void addAll(List<PacketRule> rules) throws InterruptedException {
        for (PacketRule rule : rules) {
            rule.add();
        }
    }

    private static void removeAll(List<PacketRule> rules) throws InterruptedException {
        for (PacketRule rule : rules) {
            rule.remove();
        }
    }

    static Fault cutLeader(Scene scene) {
        return rules(() -> isolated(scene, scene.leader()));
    }

    static Fault cutFollower(Scene scene) {
        return rules(() -> isolated(scene, scene.follower()));
    }

    static Fault cutIn(Scene scene) {
        return rules(() -> inward(scene, scene.any()));
    }

    static Fault cutOut(Scene scene) {
        return rules(() -> outward(scene, scene.any()));
    }

    static Fault cutPair(Scene scene) {
        return rules(() -> {
            List<Machine> pair = scene.shuffled().subList(0, 2);
            Host one = pair.get(0).host();
            Host other = pair.get(1).host();
            return List.of(PacketRule.lost(one, other.address()), PacketRule.lost(other, one.address()));
        });
    }

    private static List<PacketRule> isolated(Scene scene, Machine machine) {
        List<PacketRule> rules = new ArrayList<>(inward(scene, machine));
        rules.addAll(outward(scene, machine));
        return rules;
    }

    private static List<PacketRule> inward(Scene scene, Machine machine) {
        return scene.othersThan(machine).stream()
                .map(other -> PacketRule.lost(machine.host(), other.host().address()))
                .toList();
    }

    private static List<PacketRule> outward(Scene scene, Machine machine) {
        return scene.othersThan(machine).stream()
                .map(other -> PacketRule.lost(other.host(), machine.host().address()))
                .toList();
    }

    static Fault flapping(Scene scene) {
        return new Fault() {

            private final BackgroundWork flaps = new BackgroundWork();

            @Override
            public void begin() throws InterruptedException {
                List<PacketRule> rules = isolated(scene, scene.random().nextBoolean() ? scene.leader() : scene.any());
                flaps.repeat(() -> {
                    addAll(rules);
                    flaps.pause(FLAP_MILLIS_MAX);
                    removeAll(rules);
                    flaps.pause(FLAP_MILLIS_MAX);
                });
            }

            @Override
            public void end() throws InterruptedException {
                flaps.finish();
            }
        };
    }

    static Fault resetPeers(Scene scene) {
        return rules(() -> {
            Host host = scene.any().host();
            String ports = "-p tcp -m multiport --ports " + Machine.PEER_PORT;
            return List.of(PacketRule.input(host, ports + " -m statistic --mode random --probability 0.05" + RESET));
        });
    }

    static Fault cutMajorityFromClients(Scene scene) {
        return rules(() -> {
            int majority = scene.machines().all().size() / 2 + 1;
            return scene.shuffled().subList(0, majority).stream()
                    .map(machine -> PacketRule.lost(machine.host(), Host.CLIENTS))
                    .toList();
        });
    }

    static Fault cutClients(Scene scene) {
        return rules(() -> List.of(PacketRule.lost(scene.any().host(), Host.CLIENTS)));
    }

    static Fault resetClients(Scene scene) {
        return rules(() -> List.of(PacketRule.input(scene.any().host(), "-p tcp -s " + Host.CLIENTS + RESET)));
    }

    static Fault loss(Scene scene) {
        return rules(() -> {
            List<PacketRule> rules = new ArrayList<>();
            for (Machine machine : scene.machines().all()) {
                for (Machine other : scene.othersThan(machine)) {
                    String from = "-s " + other.host().address();
                    rules.add(PacketRule.input(
                            machine.host(), from + " -m statistic --mode random --probability 0.01 -j DROP"));
                }
            }
            return rules;
        });
    }

    static Fault delay(Scene scene) {
        int millis = DELAYS_MILLIS.get(scene.random().nextInt(DELAYS_MILLIS.size()));
        List<DelayedHost> delayed = new ArrayList<>();
        return Fault.of(
                () -> {
                    for (Machine machine : scene.machines().all()) {
                        delayed.add(new DelayedHost(machine, scene.othersThan(machine), millis));
                    }
                    TimeUnit.MILLISECONDS.sleep(FLAP_MILLIS_MAX);
                    for (DelayedHost host : delayed) {
                        host.acceptNewConnectionsOnly();
                    }
                },
                () -> {
                    for (DelayedHost host : delayed) {
                        host.close();
                    }
                });
    }
}
