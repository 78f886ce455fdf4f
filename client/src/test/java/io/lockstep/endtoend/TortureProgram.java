package io.lockstep.endtoend;

import io.lockstep.client.history.MalformedHistoryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What {@code scripts/torture} runs: the long form of the tests that record a history under faults. */
final class TortureProgram {

    private static final int FLOOR = 50;

    private TortureProgram() {}

    /** {@code [--seconds N] [--faults A,B] [--seed S] [--clients N] [--kept DIRECTORY]}. Exit status 0 if all is well. */
    public static void main(String[] arguments) throws IOException, InterruptedException, MalformedHistoryException {
        ProgramOptions options = new ProgramOptions(arguments);
        int seconds = (int) options.number("seconds", 60);
        long seed = options.number("seed", System.nanoTime() % 1_000_000);
        int clients = (int) options.number("clients", 16);
        List<Fault> faults = faults(options.text("faults", "all"));
        Path kept = Path.of(options.text("kept", "target/torture"));
        options.requireNoOthers();
        System.out.println("torture: seed " + seed + ", " + seconds + " s, faults "
                + faults.stream().map(Fault::word).toList());
        TortureRun.Result result = new TortureRun(seconds, TortureRun.shuffled(faults, seed), clients, seed).run(kept);
        System.out.println(result);
        if (!result.isSound() || result.definitePerSecond() < FLOOR) {
            System.out.println("The history is kept in " + kept.toAbsolutePath() + "; again with --seed " + seed);
            System.exit(1);
        }
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
}
