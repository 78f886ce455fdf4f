package io.lockstep.client.run;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The background processes that keep locks for the script that this process belongs to, as the environment says.
 *
 * @param processes the identity of the process, by the name of the lock
 */
public record Keepers(Map<String, String> processes) {

    private static final String VARIABLE = "LOCKSTEP_KEEPERS";

    public Keepers {
        processes = Collections.unmodifiableMap(new LinkedHashMap<>(processes));
    }

    /** Reads them from the environment. A line of another form is left out. */
    public static Keepers of(Map<String, String> environment) {
        return new Keepers(NamedLines.read(environment.getOrDefault(VARIABLE, ""), "\\d{1,18}:\\d{1,18}"));
    }

    /** The process that keeps this lock. */
    public Optional<String> of(String name) {
        return Optional.ofNullable(processes.get(name));
    }

    /**
     * The lines that a shell evaluates to have the variables of a grant.
     *
     * @param identity of the process that keeps the locks
     */
    public static List<String> script(
            Map<String, String> environment, String identity, List<String> names, long token, long session) {
        Map<String, String> all = new LinkedHashMap<>(of(environment).processes());
        names.forEach(name -> all.put(name, identity));
        return List.of(
                set("LOCKSTEP_NAME", names.get(0)),
                set("LOCKSTEP_TOKEN", Long.toString(token)),
                set("LOCKSTEP_SESSION", Long.toString(session)),
                set(EnclosingRuns.VARIABLE, EnclosingRuns.of(environment).with(names, token)),
                set(VARIABLE, NamedLines.write(all)));
    }

    private static String set(String variable, String value) {
        return "export " + variable + "='" + value.replace("'", "'\\''") + "'";
    }
}
