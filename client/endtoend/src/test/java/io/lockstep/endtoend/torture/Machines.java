package io.lockstep.endtoend.torture;

import io.lockstep.common.secret.ClusterSecret;
import io.lockstep.endtoend.cluster.LineClient;
import io.lockstep.endtoend.cluster.RealCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The machines of one cluster. Used by one thread. */
final class Machines implements AutoCloseable {

    private static final int ASK_MILLIS = 700;

    private final List<Machine> machines = new ArrayList<>();

    /** Makes the machines, starts their servers one after the other, and waits until all vote. */
    Machines(int count, Path directory, boolean clocksMayJump) throws InterruptedException {
        Path secret = secretFile(directory);
        for (int number = 1; number <= count; number++) {
            Disk disk = Disk.create(directory, "disk-" + number);
            machines.add(new Machine(Host.create(number), disk, directory, secret, clocksMayJump));
        }
        for (Machine machine : machines) {
            machine.start(machine == machines.get(0) ? new String[] {"--locks-per-client=0"} : new String[0]);
            machine.awaitReady();
        }
        String voters = Integer.toString(count);
        for (Machine machine : machines) {
            RealCluster.await(machine + " sees " + voters + " voters", () -> {
                try (LineClient client = connect(machine)) {
                    return client.ask("NODES").option("voters").equals(voters);
                }
            });
        }
    }

    /** The servers are on several hosts, so each one needs the secret before it joins. */
    private static Path secretFile(Path directory) {
        Path file = directory.resolve("cluster-secret");
        try {
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return Files.writeString(file, ClusterSecret.random().text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<Machine> all() {
        return List.copyOf(machines);
    }

    /** The client addresses, as clients take them. */
    String addresses() {
        return String.join(",", machines.stream().map(Machine::clientAddress).toList());
    }

    /** The machine whose server says itself that it leads, if one does. */
    Optional<Machine> leader() throws InterruptedException {
        for (Machine machine : machines) {
            if (machine.isRunning() && leads(machine)) {
                return Optional.of(machine);
            }
        }
        return Optional.empty();
    }

    private static boolean leads(Machine machine) {
        try (LineClient client = connect(machine)) {
            return "leader".equals(client.ask("INFO").fact("role"));
        } catch (IOException e) {
            // It is cut off, or ends just now.
            return false;
        }
    }

    /** Starts the servers that are not running, and waits until all are ready and one leads. */
    void recover() throws InterruptedException {
        for (Machine machine : machines) {
            if (!machine.isRunning()) {
                machine.start();
            }
        }
        for (Machine machine : machines) {
            machine.awaitReady();
        }
        RealCluster.await("a leader", () -> leader().isPresent());
    }

    /** Waits until every server votes again, under whatever number, and nobody else is left in the list. */
    void awaitWhole() throws InterruptedException {
        String spare = Integer.toString((machines.size() - 1) / 2);
        for (Machine machine : machines) {
            RealCluster.await(machine + " sees that all vote", () -> {
                try (LineClient client = connect(machine)) {
                    LineClient.Answer nodes = client.ask("NODES");
                    return nodes.option("survives").equals(spare)
                            && nodes.rows().size() == machines.size();
                }
            });
        }
    }

    /** Has the cluster remove a server that runs, as an operator does, by a request to {@code other}. */
    void remove(Machine machine, Machine other, String way) throws InterruptedException {
        RealCluster.await(machine + " is to be removed, way " + way, () -> {
            try (LineClient removed = connect(machine);
                    LineClient client = connect(other)) {
                String number = removed.ask("INFO").fact("server");
                return client.ask("REMOVE " + number + " way=" + way + " reason=torture")
                        .ok();
            }
        });
    }

    private static LineClient connect(Machine machine) throws IOException {
        return new LineClient(new InetSocketAddress(machine.host().address(), Machine.CLIENT_PORT), ASK_MILLIS);
    }

    /** What all servers have printed, for a report. */
    String output() {
        return String.join("", machines.stream().map(Machine::output).toList());
    }

    @Override
    public void close() {
        try {
            for (Machine machine : machines) {
                if (machine.hasStarted()) {
                    machine.server().close();
                }
                machine.disk().remove();
                machine.host().remove();
            }
        } catch (InterruptedException e) {
            // What is left goes with the namespaces.
            Thread.currentThread().interrupt();
        }
    }
}
