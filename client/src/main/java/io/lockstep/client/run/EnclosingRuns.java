package io.lockstep.client.run;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The locks under which this process itself runs, as the environment says. Each run is a session of its own, so a run
 * within a run of the same lock would wait for itself.
 *
 * @param tokens the fencing token of each lock, by its name
 */
public record EnclosingRuns(Map<String, Long> tokens) {

    /** Has one line for each lock: the token, a space, the name. */
    static final String VARIABLE = "LOCKSTEP_HELD";

    public EnclosingRuns {
        tokens = Collections.unmodifiableMap(new LinkedHashMap<>(tokens));
    }

    /** Reads them from the environment. A line of another form is left out. */
    public static EnclosingRuns of(Map<String, String> environment) {
        Map<String, Long> tokens = new LinkedHashMap<>();
        NamedLines.read(environment.getOrDefault(VARIABLE, ""), "\\d{1,18}")
                .forEach((name, token) -> tokens.put(name, Long.parseLong(token)));
        return new EnclosingRuns(tokens);
    }

    /** The variable for a process that also runs under these locks. */
    String with(List<String> names, long token) {
        Map<String, Long> all = new LinkedHashMap<>(tokens);
        names.forEach(name -> all.put(name, token));
        return NamedLines.write(all);
    }

    /**
     * The failure to report if an enclosing run still holds one of the locks; empty if the request may be made. Asks
     * the cluster, since a background process may have outlived the run that started it. Blocks.
     */
    public Optional<Failure> conflict(ClientSession session, Call lock) throws InterruptedException {
        boolean exclusive =
                !lock.options().containsKey("mode") && !lock.options().containsKey("permits");
        for (String name : lock.values()) {
            Long token = tokens.get(name);
            if (exclusive && token != null && isHeld(session, name, token)) {
                String text = "run: " + LineSyntax.quoted(name)
                        + " is held already by the run or script that this command is part of (token " + token
                        + "), which would wait for itself; take the lock once";
                return Optional.of(
                        new Failure("NESTED", text, Map.of("name", name, "token", token), ExitCode.CONFIGURATION));
            }
        }
        return Optional.empty();
    }

    private static boolean isHeld(ClientSession session, String name, long token) throws InterruptedException {
        Call status = Call.of(Verb.STATUS, name).with("read", "sync");
        return session.call(status)
                .success()
                .filter(reply -> reply.line().number("token", 0) == token)
                .isPresent();
    }
}
