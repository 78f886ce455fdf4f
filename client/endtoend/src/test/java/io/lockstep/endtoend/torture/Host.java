package io.lockstep.endtoend.torture;

import java.nio.file.Path;
import java.util.List;

/**
 * A network namespace with one address, on a bridge with all other hosts and with this process. Everything here happens
 * inside the namespaces of {@link Isolation}, and ends with this process.
 */
record Host(int number) {

    /** The address of this process, and of all clients, on the bridge. */
    static final String CLIENTS = "10.77.0.254";

    private static final String BRIDGE = "bridge";

    /** Makes the bridge, once. */
    static void connectThisProcess() throws InterruptedException {
        Shell.run("mkdir", "-p", "/run/netns");
        Shell.run("mount", "-t", "tmpfs", "none", "/run/netns");
        Shell.run("ip", "link", "set", "lo", "up");
        Shell.run("ip", "link", "add", BRIDGE, "type", "bridge");
        Shell.run("ip", "address", "add", CLIENTS + "/24", "dev", BRIDGE);
        Shell.run("ip", "link", "set", BRIDGE, "up");
    }

    /** Makes a host and connects it to the bridge. */
    static Host create(int number) throws InterruptedException {
        Host host = new Host(number);
        String name = host.name();
        Shell.run("ip", "netns", "add", name);
        Shell.run("ip", "link", "add", "to-" + name, "type", "veth", "peer", "name", "eth0", "netns", name);
        Shell.run("ip", "link", "set", "to-" + name, "master", BRIDGE, "up");
        Shell.run("ip", "-n", name, "address", "add", host.address() + "/24", "dev", "eth0");
        Shell.run("ip", "-n", name, "link", "set", "eth0", "up");
        Shell.run("ip", "-n", name, "link", "set", "lo", "up");
        return host;
    }

    /** Takes the host away, after the end of its processes. */
    void remove() throws InterruptedException {
        Shell.run("ip", "link", "delete", "to-" + name());
        Shell.run("ip", "netns", "delete", name());
    }

    private String name() {
        return "host-" + number;
    }

    String address() {
        return "10.77.0." + number;
    }

    /** The command as one that runs on this host, in the same process. */
    List<String> inside(List<String> command) {
        // Not "ip netns exec": it copies the table of mounts, and a copy would keep a disk mounted.
        return Shell.prefixed(List.of("nsenter", "--net=" + Path.of("/run/netns", name()), "--"), command);
    }
}
