package io.lockstep.endtoend.scale;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Measures what depends on how much there is, and prints it. */
final class Scale {

    private static final Map<String, Supplier<Part>> PARTS = new LinkedHashMap<>();

    static {
        PARTS.put("locks", ByLocks::new);
        PARTS.put("sessions", BySessions::new);
        PARTS.put("waiters", ByWaiters::new);
        PARTS.put("bytes", ByBytes::new);
        PARTS.put("leases", ByLeases::new);
        PARTS.put("clients", ByClients::new);
        PARTS.put("restart", ByRestart::new);
    }

    private Scale() {}

    /** {@code SMALL|WHOLE MINUTES PLOTS PART...}: the sizes, the minutes of the clients, a directory, the parts. */
    public static void main(String[] arguments) throws Exception {
        Sizes sizes = arguments[0].equals("small") ? Sizes.small() : Sizes.whole(Integer.parseInt(arguments[1]));
        Path plots = Path.of(arguments[2]);
        Files.createDirectories(plots);
        Report report = new Report(plots);
        List<String> parts = List.of(arguments).subList(3, arguments.length);
        if (sizes.isSmall()) {
            run(parts, sizes, report);
        } else {
            // None finds what another one has left.
            for (String part : parts) {
                run(List.of(part), sizes, report);
            }
        }
    }

    /** Runs parts on a cluster of their own. */
    private static void run(List<String> names, Sizes sizes, Report report) throws Exception {
        List<Part> parts = names.stream().map(name -> PARTS.get(name).get()).toList();
        try (Servers servers = Servers.start(sizes)) {
            if (parts.stream().anyMatch(Part::needsWarmth)) {
                servers.warmUp(sizes);
            }
            for (Part part : parts) {
                part.run(servers, sizes, report);
            }
        }
    }
}
