package io.lockstep.endtoend.torture;

import io.lockstep.endtoend.faults.ProgramOptions;
import io.lockstep.tools.history.MalformedHistoryException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Entry point of {@code scripts/torture}. It starts itself once more, isolated, and there makes the machines and runs
 * the torture.
 */
final class FaultProgram {

    private static final int BROKEN = 1;
    private static final int UNAVAILABLE = 69;
    private static final String ISOLATED = "isolated";
    private static final int SECONDS_PER_MINUTE = 60;

    private FaultProgram() {}

    /**
     * Exit status 0 if every run was sound and had its load, 1 if not, 69 if this machine cannot do it, with the reason
     * on standard error.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException, MalformedHistoryException {
        if (arguments.length > 0 && arguments[0].equals(ISOLATED)) {
            Isolation.require();
            System.exit(isolated(Arrays.copyOfRange(arguments, 1, arguments.length)) ? 0 : BROKEN);
        }
        String obstacle = Isolation.obstacle();
        if (!obstacle.isEmpty()) {
            System.err.println("torture: " + obstacle);
            System.exit(UNAVAILABLE);
        }
        Process inside = new ProcessBuilder(isolatedCommand(List.of(arguments)))
                .inheritIO()
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(inside::destroyForcibly));
        System.exit(inside.waitFor());
    }

    /** The command that runs this program with these arguments, isolated. */
    static List<String> isolatedCommand(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx2g",
                "-cp",
                System.getProperty("java.class.path"),
                FaultProgram.class.getName(),
                ISOLATED));
        command.addAll(arguments);
        return Isolation.command(command);
    }

    private static boolean isolated(String[] arguments)
            throws IOException, InterruptedException, MalformedHistoryException {
        ProgramOptions options = new ProgramOptions(arguments, "pairs", "library", "verbose");
        long seed = options.number("seed", System.nanoTime() % 1_000_000);
        long seconds = options.number("seconds", options.number("minutes", 1) * SECONDS_PER_MINUTE);
        long runs = options.number("runs", 1);
        long floor = options.number("floor", 50);
        Path kept = Path.of(options.text("kept", "target/torture"));
        FaultSettings settings = new FaultSettings(
                (int) options.number("servers", 3),
                seconds,
                possible(FaultKind.named(options.text("faults", "all"))),
                options.flag("pairs"),
                options.flag("library"),
                (int) options.number("clients", 8),
                options.flag("verbose"));
        options.requireNoOthers();
        Host.connectThisProcess();
        Totals totals = new Totals();
        for (long run = 0; run < runs; run++) {
            Path directory = emptied(kept.resolve("seed-" + (seed + run)));
            FaultReport report = new FaultRun(settings, seed + run, directory).run();
            System.out.println(report);
            boolean good = report.isSound() && report.definitePerSecond() >= floor;
            totals.add(report, good);
            if (!good) {
                System.out.println((report.isSound() ? "too little load: this run does not count" : "NOT SOUND")
                        + "; histories and the servers' output are in " + directory.toAbsolutePath());
            }
        }
        System.out.println(totals);
        return totals.good();
    }

    /** The kinds that this machine can cause; says why not for the others. */
    private static List<FaultKind> possible(List<FaultKind> kinds) throws InterruptedException {
        List<FaultKind> possible = new ArrayList<>();
        for (FaultKind kind : kinds) {
            String obstacle = kind.obstacle();
            if (obstacle.isEmpty()) {
                possible.add(kind);
            } else {
                System.out.println("left out: " + kind.word() + ": " + obstacle);
            }
        }
        return possible;
    }

    private static Path emptied(Path directory) throws IOException, InterruptedException {
        Shell.run("rm", "-rf", directory.toString());
        return Files.createDirectories(directory).toAbsolutePath();
    }

    /** The sum of all runs. */
    private static final class Totals {
        private int runs;
        private int failed;
        private int faults;
        private long operations;

        void add(FaultReport report, boolean good) {
            runs++;
            failed += good ? 0 : 1;
            faults += report.faultCount();
            operations += report.operations();
        }

        boolean good() {
            return failed == 0;
        }

        @Override
        public String toString() {
            return "torture: " + runs + " runs, " + operations + " operations, " + faults + " faults, " + failed
                    + " runs failed";
        }
    }
}
