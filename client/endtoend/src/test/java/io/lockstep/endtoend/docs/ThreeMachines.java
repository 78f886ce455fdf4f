package io.lockstep.endtoend.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The three machines of the pages, 10.0.0.1 to 10.0.0.3, and a desk, on a network of their own: each has booted with
 * systemd. The commands of the pages run as they are written.
 *
 * <p>A comment above a command says where it runs. Files are copied as the pages say in words, as soon as they exist.
 */
final class ThreeMachines implements AutoCloseable {

    private final TypedShell network;
    private final List<BootedMachine> machines = new ArrayList<>();

    ThreeMachines(Path directory, Path packages) throws IOException, InterruptedException {
        network = new TypedShell("the network", directory, Map.of(), List.of("unshare", "--net", "sh"));
        boolean complete = false;
        try {
            network.type("ip link add bridge0 type bridge && ip link set bridge0 up");
            add("desk", "10.0.0.9", directory, packages);
            for (int number = 1; number <= 3; number++) {
                String address = "10.0.0." + number;
                add(address, address, directory, packages);
            }
            complete = true;
        } finally {
            if (!complete) {
                close();
            }
        }
    }

    private void add(String name, String address, Path directory, Path packages)
            throws IOException, InterruptedException {
        BootedMachine machine = new BootedMachine(name, Files.createDirectory(directory.resolve(name)), packages);
        machines.add(machine);
        String plug = "to-" + address;
        network.type("ip link add " + plug + " type veth peer name eth0 netns " + machine.init());
        network.type("ip link set " + plug + " master bridge0 up");
        machine.type("ip address add " + address + "/24 dev eth0 && ip link set eth0 up && ip link set lo up");
    }

    BootedMachine desk() {
        return machines.get(0);
    }

    /** The machines of the servers, in their order. */
    List<BootedMachine> servers() {
        return machines.subList(1, machines.size());
    }

    /** All machines: a desk, and those of the servers. */
    List<BootedMachine> all() {
        return machines;
    }

    /** Runs the commands of a block, each where the comment above it says; returns all that they print. */
    String run(Page.Block block) throws IOException, InterruptedException {
        List<BootedMachine> where = List.of(desk());
        StringBuilder printed = new StringBuilder();
        for (String line : block.lines()) {
            if (line.startsWith("#")) {
                where = where(line);
            } else {
                for (BootedMachine machine : where) {
                    printed.append(machine.type(line));
                    copyFiles();
                }
            }
        }
        return printed.toString();
    }

    private List<BootedMachine> where(String comment) {
        if (comment.contains("each machine")) {
            return servers();
        }
        List<BootedMachine> named = servers().stream()
                .filter(machine -> comment.contains(machine.name()))
                .toList();
        return named.isEmpty() ? List.of(desk()) : named;
    }

    private void copyFiles() throws IOException {
        BootedMachine first = servers().get(0);
        for (String file : List.of("ca.pem", "server.pem", "server-key.pem")) {
            copy(desk().file("certs/" + file), desk(), file);
            for (BootedMachine server : servers()) {
                copy(desk().file("certs/" + file), server, file);
            }
        }
        for (BootedMachine server : servers()) {
            copy(first.file("cluster-secret"), server, "cluster-secret");
        }
        copy(first.file("/var/lib/lockstep/admin-token"), desk(), "admin-token");
        copy(desk().file("locks.backup"), first, "locks.backup");
    }

    private static void copy(Path file, BootedMachine to, String name) throws IOException {
        ThreeHosts.copyOnce(file, to.file(name));
    }

    @Override
    public void close() {
        machines.forEach(BootedMachine::close);
        network.close();
    }
}
