package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.process.Background;
import io.lockstep.client.run.Keepers;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionIdentity;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.protocol.KeyText;
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep release}. */
@Command(
        name = "release",
        aliases = "unlock",
        description = {
            "Releases a lock taken with lock --while, in the script that took it, or with lock --detach, which prints"
                    + " the session and the key."
        })
final class ReleaseCommand extends ClientCommand {

    /**
     * A detached session has used one request number, for its LOCK. With the next one fixed, a second release returns
     * the answer of the first.
     */
    private static final long FIRST_REQUEST = 2;

    @Mixin
    private final NameParameter name = new NameParameter();

    @ArgGroup(exclusive = false)
    private @Nullable Owner owner;

    @Option(names = "--token", paramLabel = "N", description = "Release only the grant with this token.")
    private long token;

    /** The session that holds the lock. */
    static final class Owner {

        @Option(names = "--session", paramLabel = "N", required = true, description = "Session that holds the lock.")
        private long session;

        @Option(names = "--key", paramLabel = "HEX", required = true, description = "The session's key.")
        private String key = "";
    }

    @Override
    protected int run(Output output) throws InterruptedException {
        Owner given = owner;
        if (!name.flaw().isEmpty()) {
            return output.failure(Failure.badData(name.flaw()));
        }
        if (given != null && KeyText.parse(given.key).isEmpty()) {
            return output.failure(Failure.usage("--key must be 32 hexadecimal digits"));
        }
        Optional<String> keeper = Keepers.of(environment().variables()).of(name.text());
        if (given == null && keeper.isPresent()) {
            return endKeeper(keeper.get(), output);
        }
        Call release = Call.of(Verb.RELEASE, name.text());
        Call call = token > 0 ? release.with("token", token) : release;
        try (ClientSession session = session(settings(given), output)) {
            CallOutcome outcome = session.call(call);
            int code = output.outcome(call, outcome);
            if (given != null && (code != ExitCode.OK || holdsMore(session))) {
                session.detach();
            }
            return code;
        }
    }

    /** Ends the process that keeps the lock, which releases it. */
    private int endKeeper(String keeper, Output output) throws InterruptedException {
        if (!Background.end(keeper, options().timeout())) {
            return output.failure(Failure.unavailable("the process that keeps the lock does not end"));
        }
        if (!options().quiet()) {
            String quoted = LineSyntax.quoted(name.text());
            output.data("released: " + quoted, Json.object(Map.of("released", name.text())));
        }
        return ExitCode.OK;
    }

    private SessionSettings settings(@Nullable Owner given) {
        SessionSettings fresh = settings();
        if (given == null) {
            return fresh;
        }
        SessionIdentity identity = new SessionIdentity(given.session, given.key, 0, fresh.ttl());
        return fresh.resuming(identity, FIRST_REQUEST);
    }

    /** Whether the session may hold another lock, and so must not be ended. */
    private static boolean holdsMore(ClientSession session) throws InterruptedException {
        CallOutcome outcome = session.call(Call.of(Verb.WHOAMI));
        return !(outcome instanceof CallOutcome.Answered answered)
                || answered.reply().line().number("locks", 1) > 0;
    }
}
