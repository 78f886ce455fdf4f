package io.lockstep.program;

import java.io.InputStream;
import java.io.PrintStream;
import java.util.Map;

/**
 * What the process was given, so that a test can give something else.
 *
 * @param interactive whether a person sits at both ends
 * @param variables environment variables
 */
public record Environment(
        InputStream in, PrintStream out, PrintStream err, boolean interactive, Map<String, String> variables) {

    /** The variable, or the other text if it is not set or empty. */
    public String variable(String name, String otherwise) {
        String value = variables.getOrDefault(name, "");
        return value.isEmpty() ? otherwise : value;
    }
}
