package io.lockstep.endtoend.attack;

import io.lockstep.endtoend.cluster.PeerConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Leaves no room for another thread in one follower, for a moment, while others connect to its port for servers. Needs
 * root, and control groups of version 1.
 */
record NoThreads() implements Attack {

    private static final Path GROUPS = Path.of("/sys/fs/cgroup/pids");
    private static final String MEMBERS = "cgroup.procs";
    private static final int LINKS = 5;
    private static final long MOMENT_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    @Override
    public void run(Target target, Tally got) throws IOException {
        int last = target.ports().size() - 1;
        long process = target.processes().get(last);
        if (!Files.isWritable(GROUPS.resolve(MEMBERS))) {
            got.count("no control group to use");
            return;
        }
        Path group = Files.createDirectory(GROUPS.resolve("lockstep-attack-" + process));
        try {
            Files.writeString(group.resolve(MEMBERS), Long.toString(process));
            while (!target.timeIsUp() && isAlive(process)) {
                String present = Files.readString(group.resolve("pids.current"));
                Files.writeString(group.resolve("pids.max"), present);
                knock(target.peerPorts().get(last), got);
                Files.writeString(group.resolve("pids.max"), "max");
                got.count(isAlive(process) ? answer(target.peerPorts().get(last)) : "the server ended");
            }
        } finally {
            if (isAlive(process)) {
                Files.writeString(GROUPS.resolve(MEMBERS), Long.toString(process));
            }
            Files.deleteIfExists(group);
        }
    }

    private static boolean isAlive(long process) {
        return ProcessHandle.of(process).map(ProcessHandle::isAlive).orElse(false);
    }

    private static void knock(int port, Tally got) throws IOException {
        List<PeerConnection> links = new ArrayList<>();
        for (int i = 0; i < LINKS; i++) {
            try {
                links.add(new PeerConnection(port));
            } catch (IOException refused) {
                got.count("refused");
            }
        }
        LockSupport.parkNanos(MOMENT_NANOS);
        for (PeerConnection link : links) {
            link.close();
        }
    }

    private static String answer(int port) {
        try (PeerConnection link = new PeerConnection(port)) {
            link.challenge(false);
            return "a link that works afterwards";
        } catch (IOException deaf) {
            return "a link that does not work afterwards";
        }
    }
}
