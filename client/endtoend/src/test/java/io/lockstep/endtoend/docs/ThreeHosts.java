package io.lockstep.endtoend.docs;

import io.lockstep.endtoend.cluster.ClientProgram;
import io.lockstep.endtoend.cluster.Jars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The three hosts of the pages, 10.0.0.1 to 10.0.0.3, and a desk, on one machine: addresses in a network of their own,
 * which nothing outside sees. The commands of the pages run as they are written.
 *
 * <p>A comment above a command says where it runs. Files are copied as the pages say in words, as soon as they exist.
 */
final class ThreeHosts implements AutoCloseable {

    private static final List<String> ADDRESSES = List.of("10.0.0.1", "10.0.0.2", "10.0.0.3");

    private final Path directory;
    private final HostShell desk;
    private final List<HostShell> hosts = new ArrayList<>();

    /** Why there can be no such hosts on this machine; empty if nothing is known to be missing. */
    static String obstacle() throws InterruptedException {
        if (!"root".equals(System.getProperty("user.name"))) {
            return "the start on three hosts needs root, for a network of its own";
        }
        String trial = "command -v ip && command -v nsenter && unshare --net --mount --propagation=private true";
        ClientProgram.Result tried = ClientProgram.run(List.of("sh", "-c", trial), Map.of(), "");
        return tried.exitCode() == 0
                ? ""
                : "the start on three hosts needs iproute2, util-linux, and the right to make namespaces: "
                        + tried.text();
    }

    ThreeHosts(Path directory) throws IOException, InterruptedException {
        this.directory = directory;
        installPrograms();
        desk = host("desk", Stream.of("unshare", "--net"));
        for (String address : ADDRESSES) {
            desk.type("ip address add " + address + "/32 dev lo");
        }
        desk.type("ip link set lo up");
        desk.mount(Jars.PROJECT.resolve("scripts"), "scripts");
        for (String address : ADDRESSES) {
            hosts.add(host(address, Stream.of("nsenter", "--net=/proc/" + desk.pid() + "/ns/net")));
        }
    }

    /** The client program by the name that the pages give it. */
    private void installPrograms() throws IOException {
        Path programs = Files.createDirectory(directory.resolve("bin"));
        Path lockstep = Files.writeString(
                programs.resolve("lockstep"), "#!/bin/sh\nexec java -jar " + jar("client") + " \"$@\"\n");
        Files.setPosixFilePermissions(lockstep, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private HostShell host(String name, Stream<String> network) throws IOException, InterruptedException {
        Path home = Files.createDirectory(directory.resolve(name));
        Files.createDirectory(home.resolve("var-lib"));
        Map<String, String> environment = Map.of(
                "PATH",
                directory.resolve("bin") + ":" + Path.of(System.getProperty("java.home"), "bin") + ":"
                        + System.getenv("PATH"),
                "JAVA_TOOL_OPTIONS",
                "-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1");
        HostShell host = new HostShell(name, network, home, environment);
        for (String program : List.of("leader", "follower", "client")) {
            host.mount(jar(program), program + ".jar");
        }
        return host;
    }

    private static Path jar(String program) {
        return Jars.PROJECT.resolve(program + "/target/" + program + ".jar");
    }

    /** The machine beside the three hosts. */
    HostShell desk() {
        return desk;
    }

    /** Runs the commands of a block, each where the comment above it says; returns what the last one prints. */
    String run(Page.Block block) throws IOException, InterruptedException {
        List<HostShell> where = List.of(desk);
        String printed = "";
        for (String line : String.join("\n", block.lines()).replace("\\\n", " ").split("\n", -1)) {
            if (line.startsWith("#")) {
                where = where(line);
            } else {
                for (HostShell host : where) {
                    printed = run(host, line);
                    copyFiles();
                }
            }
        }
        return printed;
    }

    private List<HostShell> where(String comment) {
        if (comment.contains("each host")) {
            return hosts;
        }
        List<HostShell> named =
                hosts.stream().filter(host -> comment.contains(host.name())).toList();
        return named.isEmpty() ? List.of(desk) : named;
    }

    private static String run(HostShell host, String command) throws InterruptedException {
        if (!command.contains("leader.jar") && !command.contains("follower.jar")) {
            return host.type(command);
        }
        // Real hosts have a loopback address each; these share one, and so its port for HTTP.
        String own = "--host " + host.name() + " --http-host " + host.name();
        host.start(command.replaceAll("--host \\S+", own));
        return "";
    }

    private void copyFiles() throws IOException {
        Path certificates = desk.directory().resolve("certs");
        Path first = hosts.get(0).directory();
        for (HostShell host : hosts) {
            for (String file : List.of("ca.pem", "server.pem", "server-key.pem")) {
                copy(certificates.resolve(file), host);
            }
            copy(first.resolve("cluster-secret"), host);
        }
        for (String file : List.of("ca.pem", "reports.pem", "reports-key.pem")) {
            copy(certificates.resolve(file), desk);
        }
        copy(hosts.get(0).varLib().resolve("lockstep/admin-token"), desk);
    }

    private static void copy(Path file, HostShell to) throws IOException {
        copyOnce(file, to.directory().resolve(file.getFileName()));
    }

    /** Copies a file with its owner and mode as soon as it is there, and never over another one. */
    static void copyOnce(Path file, Path target) throws IOException {
        if (Files.exists(file) && !Files.exists(target)) {
            Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    @Override
    public void close() {
        hosts.forEach(HostShell::close);
        desk.close();
    }
}
