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
        PARTS.put("restart", ByRestart::new);
        PARTS.put("bytes", ByBytes::new);
        PARTS.put("leases", ByLeases::new);
        PARTS.put("clients", ByClients::new);
    }

    private Scale() {}

    /** {@code SMALL|WHOLE MINUTES PLOTS PART...}: the sizes, the minutes of the clients, a directory, the parts. */
    public static void main(String[] arguments) throws Exception {
        Sizes sizes = arguments[0].equals("small") ? Sizes.small() : Sizes.whole(Integer.parseInt(arguments[1]));
        Path plots = Path.of(arguments[2]);
        Files.createDirectories(plots);
        Report report = new Report(plots);
        for (String part : List.of(arguments).subList(3, arguments.length)) {
            PARTS.get(part).get().run(sizes, report);
        }
    }
}
