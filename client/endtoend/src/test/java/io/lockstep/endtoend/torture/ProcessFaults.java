package io.lockstep.endtoend.torture;

import io.lockstep.endtoend.cluster.RunningProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Faults of processes and of what they get from their system. */
final class ProcessFaults {

    private static final int DESCRIPTORS_LEFT = 3;
    private static final int JUMP_SECONDS_MAX = (int) TimeUnit.DAYS.toSeconds(1);
    private static final int READERS = 20;

    /** About as long as a change of the members takes. */
    private static final int CHANGE_MILLIS = 6_000;

    private ProcessFaults() {}

    static Fault killLeader(Scene scene) {
        return Fault.of(() -> scene.leader().server().kill());
    }

    static Fault killFollower(Scene scene) {
        return Fault.of(() -> scene.follower().server().kill());
    }

    static Fault killAll(Scene scene) {
        return Fault.of(() -> {
            List<Machine> machines = scene.machines().all();
            // All signals first, so that no server sees another one end.
            machines.forEach(machine -> machine.server().killSoon());
            for (Machine machine : machines) {
                machine.server().kill();
            }
        });
    }

    static Fault pauseLeader(Scene scene) {
        return paused(() -> List.of(scene.leader().server()));
    }

    static Fault pauseFollower(Scene scene) {
        return paused(() -> List.of(scene.follower().server()));
    }

    static Fault pauseAll(Scene scene) {
        return paused(() -> scene.machines().all().stream().map(Machine::server).toList());
    }

    static Fault pauseClients(Scene scene) {
        return paused(() -> List.of(scene.pausable()));
    }

    /** A choice of processes, made when the fault begins. */
    private interface Choice {
        List<RunningProcess> processes() throws InterruptedException;
    }

    private static Fault paused(Choice choice) {
        List<RunningProcess> processes = new ArrayList<>();
        return Fault.of(
                () -> {
                    processes.addAll(choice.processes());
                    for (RunningProcess process : processes) {
                        process.pause();
                    }
                },
                () -> {
                    for (RunningProcess process : processes) {
                        process.goOn();
                    }
                });
    }

    static Fault rollingRestart(Scene scene) {
        return Fault.of(() -> {
            for (Machine machine : scene.shuffled()) {
                machine.server().terminate();
                machine.server().awaitExit();
                machine.start();
                machine.awaitReady();
            }
        });
    }

    static Fault wipe(Scene scene) {
        return membership(scene, (machine, other) -> machine.server().kill());
    }

    static Fault replace(Scene scene) {
        return membership(scene, (machine, other) -> {
            scene.machines().remove(machine, other, "replace");
            machine.server().kill();
        });
    }

    static Fault remove(Scene scene) {
        return membership(scene, (machine, other) -> {
            scene.machines().remove(machine, other, "shrink");
            machine.server().awaitExit();
        });
    }

    /** How a machine's server ends; {@code other} goes on. */
    private interface Ending {
        void end(Machine machine, Machine other) throws InterruptedException;
    }

    /**
     * The server of a machine ends, is wiped, and joins again. In every other case a further server is killed when the
     * new one has been started, in the middle of the change.
     */
    private static Fault membership(Scene scene, Ending ending) {
        return Fault.of(() -> {
            scene.machines().awaitWhole();
            Machine machine = scene.random().nextBoolean() ? scene.leader() : scene.any();
            List<Machine> others = scene.othersThan(machine);
            Machine other = others.get(scene.random().nextInt(others.size()));
            ending.end(machine, other);
            machine.wipe(other);
            machine.start();
            TimeUnit.MILLISECONDS.sleep(scene.random().nextInt(CHANGE_MILLIS));
            if (scene.random().nextBoolean()) {
                Machine killed = others.get(scene.random().nextInt(others.size()));
                killed.server().kill();
                killed.start();
            }
            machine.awaitReady();
            scene.machines().awaitWhole();
        });
    }

    static Fault descriptors(Scene scene) {
        return new Fault() {

            private final Machine machine = scene.any();
            private final RunningProcess server = machine.server();
            private final SilentClients clients = new SilentClients();

            @Override
            public void begin() throws InterruptedException {
                limit("\"$(($(ls /proc/\"$0\"/fd | wc -l) + " + DESCRIPTORS_LEFT + "))\":");
                clients.connect(machine, READERS);
            }

            @Override
            public void end() throws InterruptedException {
                limit("\"$(prlimit --pid \"$0\" --nofile --noheadings --output HARD)\":");
                clients.close();
            }

            /** Sets the limit, unless the process has ended. */
            private void limit(String soft) throws InterruptedException {
                String pid = Long.toString(server.pid());
                if (!Shell.works("sh", "-c", "prlimit --pid \"$0\" --nofile=" + soft, pid) && server.isAlive()) {
                    throw new AssertionError("the limit of open files of " + machine + " cannot be changed");
                }
            }
        };
    }

    static Fault slowReaders(Scene scene) {
        SilentClients clients = new SilentClients();
        return Fault.of(
                () -> {
                    for (Machine machine : scene.machines().all()) {
                        clients.connect(machine, READERS);
                    }
                    clients.askMuch();
                },
                clients::close);
    }

    static Fault clockJump(Scene scene) {
        int seconds = scene.random().nextInt(2 * JUMP_SECONDS_MAX) - JUMP_SECONDS_MAX;
        List<Machine> machines = scene.random().nextBoolean() ? scene.machines().all() : List.of(scene.any());
        return Fault.of(
                () -> machines.forEach(machine -> machine.clock().jump(seconds)),
                () -> machines.forEach(machine -> machine.clock().jump(0)));
    }
}
