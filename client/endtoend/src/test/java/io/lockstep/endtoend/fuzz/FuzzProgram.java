package io.lockstep.endtoend.fuzz;

import io.lockstep.endtoend.cluster.RealCluster;
import io.lockstep.endtoend.faults.ProgramOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Entry point of {@code scripts/fuzz}. */
final class FuzzProgram {

    private FuzzProgram() {}

    /** Attacks a cluster of its own; exit status 0 if all is as promised. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ProgramOptions options = new ProgramOptions(arguments);
        long lines = options.number("lines", 1_000_000);
        long frames = options.number("frames", 1_000_000);
        long seed = options.number("seed", System.nanoTime() % 1_000_000);
        int servers = (int) Math.max(1, options.number("servers", 3));
        int strangers = (int) Math.max(1, options.number("strangers", 4));
        options.requireNoOthers();
        System.out.println(
                "fuzz: seed " + seed + ", " + lines + " lines, " + frames + " frames, " + servers + " servers");
        boolean asPromised;
        try (RealCluster cluster = RealCluster.start(servers, FuzzProgram::endingOutOfMemory)) {
            FuzzRun run = new FuzzRun(cluster, servers, strangers);
            FuzzRun.Result ofLines = run.lines(lines, seed);
            System.out.println("lines: " + ofLines);
            FuzzRun.Result ofFrames = run.frames(frames, seed);
            System.out.println("frames: " + ofFrames);
            asPromised = ofLines.flaws().isEmpty() && ofFrames.flaws().isEmpty();
            for (int server = 1; server <= servers && !asPromised; server++) {
                System.out.println(
                        "server " + server + ":\n" + cluster.process(server).text());
            }
        }
        System.exit(asPromised ? 0 : 1);
    }

    /** The command of a server that ends when it is out of memory. */
    static List<String> endingOutOfMemory(List<String> command) {
        List<String> words = new ArrayList<>(command);
        words.add(1, "-XX:+ExitOnOutOfMemoryError");
        return words;
    }
}
