package io.lockstep.endtoend.torture;

import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Faults of disks. */
final class DiskFaults {

    private static final int SLOW_MICROS = 20_000;
    private static final int HANGING_MICROS = 5_000_000;
    private static final int FAILING_AFTER_MAX = 50;

    private DiskFaults() {}

    static Fault slowFsync(Scene scene) {
        return injected(scene, false, "delay_enter=" + SLOW_MICROS);
    }

    static Fault hangingFsync(Scene scene) {
        return injected(scene, true, "delay_enter=" + HANGING_MICROS);
    }

    static Fault failingFsync(Scene scene) {
        return injected(scene, false, "error=EIO:when=" + (1 + scene.random().nextInt(FAILING_AFTER_MAX)) + "+");
    }

    /** Changes what fdatasync and fsync do in a server, until the end of the fault or of the server. */
    private static Fault injected(Scene scene, boolean ofLeader, String what) {
        return new Fault() {

            private RunningProcess tracer;

            @Override
            public void begin() throws InterruptedException {
                Machine machine = ofLeader ? scene.leader() : scene.any();
                String pid = Long.toString(machine.server().pid());
                tracer = RunningProcess.start(
                        "strace",
                        Path.of("/"),
                        Map.of(),
                        List.of(
                                "strace",
                                "-f",
                                "-o",
                                "/dev/null",
                                "-e",
                                "trace=fdatasync,fsync",
                                "-e",
                                "inject=fdatasync,fsync:" + what,
                                "-p",
                                pid));
                // It says that it is attached, or that the process has just ended.
                tracer.await("its beginning", line -> line.startsWith("strace: "));
            }

            @Override
            public void end() throws InterruptedException {
                // Killed, it lets go of the server at once. Told to stop, it may wait for a thread that does not come.
                tracer.kill();
            }
        };
    }

    static Fault fullDisk(Scene scene) {
        Machine machine = scene.any();
        return Fault.of(() -> machine.disk().fill(), () -> machine.disk().empty());
    }

    static Fault powerLoss(Scene scene) {
        Machine machine = scene.any();
        return Fault.of(() -> lose(List.of(machine)));
    }

    static Fault powerLossOfAll(Scene scene) {
        return Fault.of(() -> lose(scene.machines().all()));
    }

    /** Cuts the disks off under the running servers, ends these, and mounts what reached the disks. */
    private static void lose(List<Machine> machines) throws InterruptedException {
        Disk.losePower(machines.stream().map(Machine::disk).toList());
        for (Machine machine : machines) {
            machine.server().killSoon();
        }
        for (Machine machine : machines) {
            machine.server().kill();
            machine.disk().unmount();
            machine.disk().mount();
        }
    }
}
