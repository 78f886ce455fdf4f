package io.lockstep.endtoend.faults;

import io.lockstep.tools.history.MalformedHistoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Entry point of {@code scripts/torture loopback}, {@code pauses} and {@code leases}. */
final class TortureProgram {

    private static final int DEFINITE_PER_SECOND_MIN = 50;

    private TortureProgram() {}

    /** Runs the test that the first argument names; exit status 0 if no rule was broken. */
    public static void main(String[] arguments) throws IOException, InterruptedException, MalformedHistoryException {
        ProgramOptions options = new ProgramOptions(Arrays.copyOfRange(arguments, 1, arguments.length));
        boolean asPromised = switch (arguments[0]) {
            case "pauses" -> pauses(options);
            case "leases" -> leases(options);
            default -> faults(options);
        };
        System.exit(asPromised ? 0 : 1);
    }

    private static boolean faults(ProgramOptions options)
            throws IOException, InterruptedException, MalformedHistoryException {
        int seconds = (int) options.number("seconds", 60);
        long seed = options.number("seed", System.nanoTime() % 1_000_000);
        int clients = (int) options.number("clients", 16);
        List<Fault> faults = faults(options.text("faults", "all"));
        Path kept = Path.of(options.text("kept", "target/torture"));
        options.requireNoOthers();
        System.out.println("faults: seed " + seed + ", " + seconds + " s, two processes of " + clients + " clients");
        TortureRun.Result result = new TortureRun(seconds, TortureRun.shuffled(faults, seed), clients, seed).run(kept);
        System.out.println(result);
        boolean counts = result.definitePerSecond() >= DEFINITE_PER_SECOND_MIN;
        if (!result.isSound() || !counts) {
            System.out.println(counts ? "NOT SOUND" : "too little load: this run does not count");
            System.out.println("The history is kept in " + kept.toAbsolutePath() + "; again with --seed " + seed);
        }
        return result.isSound() && counts;
    }

    private static List<Fault> faults(String words) {
        if (words.equals("all")) {
            return List.of(Fault.values());
        }
        List<Fault> faults = new ArrayList<>();
        if (!words.equals("none")) {
            Arrays.stream(words.split(",")).map(Fault::named).forEach(faults::add);
        }
        return faults;
    }

    private static boolean pauses(ProgramOptions options) throws IOException, InterruptedException {
        int pauses = (int) options.number("pauses", 100);
        int holders = (int) Math.max(1, options.number("holders", 5));
        long seed = options.number("seed", System.nanoTime() % 1_000_000);
        options.requireNoOthers();
        PausedHolders.Outcome outcome = new PausedHolders().run(holders, (pauses + holders - 1) / holders, seed);
        System.out.println(outcome);
        return outcome.staleAccepted() == 0 && outcome.staleRejected() >= outcome.pauses() && outcome.early() == 0;
    }

    private static boolean leases(ProgramOptions options) throws InterruptedException {
        int seconds = (int) options.number("seconds", 120);
        int sessions = (int) Math.max(1, options.number("sessions", 30));
        options.requireNoOthers();
        Leases.Outcome outcome = new Leases().run(sessions, seconds);
        System.out.println(outcome);
        return outcome.early() == 0;
    }
}
