package io.lockstep.program;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * The environment of the process: what a test replaces.
 *
 * @param interactive whether standard input and output are a terminal
 * @param variables environment variables
 */
public record Environment(
        InputStream in, PrintStream out, PrintStream err, boolean interactive, Map<String, String> variables) {

    /** Returns the variable, or {@code otherwise} if it is unset or empty. */
    public String variable(String name, String otherwise) {
        String value = variables.getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
