package io.lockstep.client.cli;

import io.lockstep.program.Environment;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The result of a command that ran in this process. */
record Ran(int exitCode, String out, String err) {

    /** Runs a command to its end. */
    static Ran of(InputStream input, Map<String, String> variables, String... words) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Environment environment = new Environment(
                input,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                variables);
        int exitCode = CommandLineRunner.run(environment, words);
        return new Ran(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
