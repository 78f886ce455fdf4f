package io.lockstep.program.config;

import java.util.Set;

/** The variables of the environment that are not for servers, but for the client program, the scripts and tests. */
final class OtherVariables {

    private static final Set<String> CLIENT = Set.of(
            "LOCKSTEP_SERVER",
            "LOCKSTEP_TOKEN",
            "LOCKSTEP_TOKEN_FILE",
            "LOCKSTEP_USER_TOKEN",
            "LOCKSTEP_TLS",
            "LOCKSTEP_OUTPUT",
            "LOCKSTEP_TIMEOUT",
            "LOCKSTEP_TTL",
            "LOCKSTEP_LABEL",
            "LOCKSTEP_REASON",
            "LOCKSTEP_COLOR",
            "LOCKSTEP_QUIET",
            "LOCKSTEP_VERBOSE",
            "LOCKSTEP_HISTFILE");

    /** What the client's {@code run} and {@code lock --while} set for others, and for themselves. */
    private static final Set<String> RUN = Set.of(
            "LOCKSTEP_NAME",
            "LOCKSTEP_NAMES",
            "LOCKSTEP_SESSION",
            "LOCKSTEP_HELD",
            "LOCKSTEP_DEADLINE",
            "LOCKSTEP_KEEPERS",
            "LOCKSTEP_TREE",
            "LOCKSTEP_DROPPED_VARIABLES");

    private static final Set<String> SCRIPTS = Set.of(
            "LOCKSTEP_BASE_PORT",
            "LOCKSTEP_RUN",
            "LOCKSTEP_INSTALLED",
            "LOCKSTEP_START_SECONDS",
            "LOCKSTEP_JAVA_OPTIONS",
            "LOCKSTEP_CLIENT_JAVA_OPTIONS",
            "LOCKSTEP_OUTSIDE_NETWORK");

    private OtherVariables() {}

    static boolean has(String name) {
        return CLIENT.contains(name)
                || RUN.contains(name)
                || SCRIPTS.contains(name)
                || name.startsWith("LOCKSTEP_WORD_");
    }
}
