package io.lockstep.endtoend.torture;

import io.lockstep.endtoend.cluster.Jars;
import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.cluster.RunningProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A host with a disk, a clock, and one server. Used by one thread. */
final class Machine {

    static final int CLIENT_PORT = 9000;
    static final int PEER_PORT = 9100;

    private final Host host;
    private final Disk disk;
    private final FakeClock clock;
    private final Path directory;
    private final Path secret;
    private final boolean clockMayJump;
    private final StringBuilder earlierOutput = new StringBuilder();
    private int contact;
    private boolean founds;
    private @Nullable RunningProcess server;

    /** @param secret the file with the secret of the cluster */
    Machine(Host host, Disk disk, Path directory, Path secret, boolean clockMayJump) {
        this.host = host;
        this.disk = disk;
        this.directory = directory;
        this.secret = secret;
        this.clockMayJump = clockMayJump;
        this.contact = host.number() - 1;
        this.founds = host.number() == 1;
        this.clock = new FakeClock(directory.resolve("clock-" + host.number()));
    }

    /** Starts the server: the founder on host 1, on all others a server that joins through the one before. */
    void start(String... flags) {
        List<String> arguments = new ArrayList<>(List.of(
                "--host",
                host.address(),
                "--insecure",
                "--data",
                data().toString(),
                "--secret-file",
                secret.toString()));
        if (!founds) {
            arguments.addAll(List.of("--leader", new Host(contact).address() + ":" + CLIENT_PORT));
        }
        arguments.addAll(List.of(flags));
        String[] all = arguments.toArray(String[]::new);
        List<String> command = founds ? Jars.leader(all) : Jars.follower(all);
        Map<String, String> environment = clockMayJump ? clock.environment() : Map.of();
        if (server != null) {
            earlierOutput.append(server.text()).append("\n-- started again\n");
        }
        server = RunningProcess.start("server " + host.number(), directory, environment, host.inside(command));
    }

    private Path data() {
        return disk.directory().resolve("data");
    }

    /** Deletes the data of the server, which has ended. The next start joins as a new server through {@code other}. */
    void wipe(Machine other) {
        RealCluster.delete(data());
        founds = false;
        contact = other.host.number();
    }

    void awaitReady() throws InterruptedException {
        server().await("READY", line -> line.startsWith("READY "));
    }

    RunningProcess server() {
        return Objects.requireNonNull(server, "not started yet");
    }

    boolean isRunning() {
        return server != null && server.isAlive();
    }

    boolean hasStarted() {
        return server != null;
    }

    /** What all servers of this machine have printed. */
    String output() {
        return "---- " + this + "\n" + earlierOutput + (server == null ? "" : server.text()) + "\n";
    }

    Host host() {
        return host;
    }

    Disk disk() {
        return disk;
    }

    FakeClock clock() {
        return clock;
    }

    String clientAddress() {
        return host.address() + ":" + CLIENT_PORT;
    }

    @Override
    public String toString() {
        return "server " + host.number();
    }
}
