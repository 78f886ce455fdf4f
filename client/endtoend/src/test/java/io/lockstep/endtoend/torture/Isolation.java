package io.lockstep.endtoend.torture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Namespaces of networks, mounts and processes for one program. All that the program makes in them ends with it,
 * however it ends: networks, rules, mounts, loop devices, and processes. Nothing outside sees any of it.
 */
final class Isolation {

    /** The variable with the network namespace of the process that started this one. */
    private static final String OUTSIDE = "LOCKSTEP_OUTSIDE_NETWORK";

    private record Tool(String name, String packageName) {}

    private static final List<Tool> TOOLS = List.of(
            new Tool("unshare", "util-linux"),
            new Tool("nsenter", "util-linux"),
            new Tool("prlimit", "util-linux"),
            new Tool("findmnt", "util-linux"),
            new Tool("losetup", "mount"),
            new Tool("ip", "iproute2"),
            new Tool("iptables", "iptables"),
            new Tool("mkfs.ext4", "e2fsprogs"),
            new Tool("perl", "perl-base"));

    private Isolation() {}

    /** Why there can be no isolation on this machine; empty if nothing is known to be missing. */
    static String obstacle() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "it needs root, for network namespaces and file systems of its own";
        }
        for (Tool tool : TOOLS) {
            if (!Shell.works("sh", "-c", "command -v " + tool.name())) {
                return tool.name() + " is missing: install the package " + tool.packageName();
            }
        }
        return Shell.works(command(List.of("true")).toArray(String[]::new))
                ? ""
                : "this system allows no new namespaces (unshare fails)";
    }

    /** The command as one that runs isolated. */
    static List<String> command(List<String> command) {
        return Shell.prefixed(
                List.of(
                        "unshare",
                        "--net",
                        "--mount",
                        "--propagation=private",
                        "--pid",
                        "--fork",
                        "--kill-child",
                        "--mount-proc",
                        "--",
                        "env",
                        OUTSIDE + "=" + networkNamespace()),
                command);
    }

    /** Fails unless this process is isolated: what follows would change the network of the machine. */
    static void require() {
        String outside = System.getenv(OUTSIDE);
        if (outside == null || outside.equals(networkNamespace())) {
            throw new AssertionError("this process is not isolated; it would change the network of this machine");
        }
    }

    private static String networkNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/net")).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
