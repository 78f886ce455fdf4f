package io.lockstep.tools;

import io.lockstep.program.Json;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes the findings of a tool as text or JSON.
 *
 * @param out the stream for findings
 * @param err the stream for failures
 */
record Report(PrintStream out, PrintStream err, Format format) {

    /** The form of the output. */
    enum Format {
        TEXT,
        JSON
    }

    /** Writes a finding: the text, or the fields as one JSON object. */
    void found(String text, Map<String, ?> fields) {
        out.println(format == Format.JSON ? Json.object(fields) : text);
    }

    /** Writes why the tool failed, and returns the given exit status. */
    int failure(String why, int exitCode) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("error", why);
        err.println(format == Format.JSON ? Json.object(fields) : "tools: error: " + why);
        return exitCode;
    }
}
