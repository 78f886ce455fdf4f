package io.lockstep.endtoend.trace;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the open files of some processes are, and which of their sockets are connected with one another. */
public final class Descriptors {

    private static final String SOCKET = "socket:[";
    private static final List<String> TABLES = List.of("/proc/net/tcp", "/proc/net/tcp6");

    /** An open file of a process. */
    public record Descriptor(long pid, int number) {}

    private record Addresses(String local, String remote) {}

    private final Map<Descriptor, String> files = new HashMap<>();
    private final Map<String, Addresses> sockets = new HashMap<>();
    private final Map<Addresses, Descriptor> ends = new HashMap<>();

    /** Reads what is open now. */
    public Descriptors(List<Long> pids) throws IOException {
        for (String table : TABLES) {
            if (Files.exists(Path.of(table))) {
                readSockets(Path.of(table));
            }
        }
        for (long pid : pids) {
            readFiles(pid);
        }
        files.forEach((descriptor, file) -> {
            Addresses addresses = sockets.get(file);
            if (addresses != null) {
                ends.put(addresses, descriptor);
            }
        });
    }

    private void readSockets(Path table) throws IOException {
        for (String line : Files.readAllLines(table, StandardCharsets.ISO_8859_1)) {
            String[] fields = line.strip().split(" +");
            if (fields.length > 9 && !fields[9].equals("inode")) {
                sockets.put(SOCKET + fields[9] + "]", new Addresses(portOf(fields[1]), portOf(fields[2])));
            }
        }
    }

    /** All is on the loopback address, which has more than one form. */
    private static String portOf(String address) {
        return address.substring(address.indexOf(':') + 1);
    }

    private void readFiles(long pid) throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path each : open.toList()) {
                int number = Integer.parseInt(each.getFileName().toString());
                files.put(new Descriptor(pid, number), target(each));
            }
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closed) {
            return "";
        }
    }

    public boolean isEventFile(Descriptor descriptor) {
        return files.getOrDefault(descriptor, "").startsWith("anon_inode:[eventfd");
    }

    public boolean isSocket(Descriptor descriptor) {
        return files.getOrDefault(descriptor, "").startsWith(SOCKET);
    }

    /** The other end of a socket; null if none of the processes has it. */
    @Nullable
    Descriptor otherEnd(Descriptor descriptor) {
        Addresses here = sockets.get(files.getOrDefault(descriptor, ""));
        return here == null ? null : ends.get(new Addresses(/* local= */ here.remote, /* remote= */ here.local));
    }

    /** The end, in any of the processes, of a connection whose other end has this port. */
    @Nullable
    public Descriptor connectedWith(int port) {
        String text = String.format("%04X", port);
        return ends.entrySet().stream()
                .filter(each -> each.getKey().remote.equals(text))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(null);
    }
}
