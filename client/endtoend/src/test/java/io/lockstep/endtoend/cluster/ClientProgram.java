package io.lockstep.endtoend.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs {@code client.jar}, as people and scripts do. */
public final class ClientProgram {

    /** The exit status and the output of a run. */
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

    /** Starts one command without waiting for its end. */
    public static RunningProcess start(String... arguments) {
        return RunningProcess.start(
                String.join(" ", arguments), Path.of("").toAbsolutePath(), Map.of(), Jars.client(arguments));
    }

    /** Starts the interactive shell on a pipe. */
    public static RunningProcess shell(String server) {
        Path here = Path.of("").toAbsolutePath();
        return RunningProcess.start("shell at " + server, here, Map.of(), Jars.client("-i", "--server", server));
    }
}
