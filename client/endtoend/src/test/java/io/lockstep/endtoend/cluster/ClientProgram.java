package io.lockstep.endtoend.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code client.jar}, as people and scripts use it. */
public final class ClientProgram {

    /** How a run ended, and all it printed. */
    public record Result(int exitCode, String text) {}

    private ClientProgram() {}

    /** Runs one command, with this input, to its end. */
    public static Result run(String input, String... arguments) throws InterruptedException {
        return run(Jars.client(arguments), Map.of(), input);
    }

    /** Runs any program in the project's directory to its end. */
    public static Result run(List<String> command, Map<String, String> environment, String input)
            throws InterruptedException {
        try (RunningProcess process = RunningProcess.start(command.get(0), Jars.PROJECT, environment, command)) {
            if (!input.isEmpty()) {
                process.type(input);
            }
            process.endInput();
            int exitCode = process.awaitExit();
            return new Result(exitCode, process.text());
        }
    }

    /** Starts one command, to talk to it while it runs. */
    public static RunningProcess start(String... arguments) {
        return RunningProcess.start(
                String.join(" ", arguments), Path.of("").toAbsolutePath(), Map.of(), Jars.client(arguments));
    }

    /** The interactive shell on a pipe. */
    public static RunningProcess shell(String server) {
        Path here = Path.of("").toAbsolutePath();
        return RunningProcess.start("shell at " + server, here, Map.of(), Jars.client("-i", "--server", server));
    }
}
