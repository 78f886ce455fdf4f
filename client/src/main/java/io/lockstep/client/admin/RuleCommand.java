package io.lockstep.client.admin;

import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code lockstep admin allow} and {@code lockstep admin deny}. */
abstract class RuleCommand extends AccessCommand {

    private final Verb verb;

    @Parameters(index = "0", paramLabel = "USER", description = "Name of the user.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private String user;

    @Parameters(index = "1", paramLabel = "RIGHT", description = "read, lock, watch, force or admin.")
    @SuppressWarnings("NullAway.Init") // picocli sets it before it runs the command.
    private String right;

    @Parameters(
            index = "2",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "PREFIX",
            description = "Prefix of the names of the locks. Default: all locks.")
    private String prefix = "";

    private RuleCommand(Verb verb) {
        this.verb = verb;
    }

    @Override
    protected Call request() {
        List<String> values = new ArrayList<>(List.of(user, right.toLowerCase(Locale.ROOT)));
        if (!prefix.isEmpty()) {
            values.add(prefix);
        }
        return Call.of(verb, values.toArray(String[]::new));
    }

    /** Gives a right. */
    @Command(name = "allow", description = "Gives a user a right over the locks whose names begin with a prefix.")
    static final class Allow extends RuleCommand {
        Allow() {
            super(Verb.ALLOW);
        }
    }

    /** Takes a right away. */
    @Command(name = "deny", description = "Takes away what admin allow gave, with the same right and prefix.")
    static final class Deny extends RuleCommand {
        Deny() {
            super(Verb.DENY);
        }
    }
}
