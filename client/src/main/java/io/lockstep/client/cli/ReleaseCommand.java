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
import io.lockstep.common.protocol.LineSyntax;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import io.lockstep.program.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep release}. */
@Command(
        name = "release",
        aliases = "unlock",
        description = {
            "Releases a lock taken with lock --while, in the script that took it, or with lock --detach, which prints"
                    + " the key."
        })
final class ReleaseCommand extends ClientCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(names = "--key", paramLabel = "TEXT", description = "The key that lock --detach printed.")
    private @Nullable String key;

    @Option(names = "--hold", paramLabel = "TIME", description = "With --key: keep the lock blocked for this long.")
    private @Nullable String hold;

    @Option(names = "--token", paramLabel = "N", description = "Release only the grant with this token.")
    private long token;

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = name.flaw(called()).or(this::flaw);
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Optional<String> keeper = Keepers.of(environment().variables()).of(name.text());
        if (key == null && keeper.isPresent()) {
            return endKeeper(keeper.get(), output);
        }
        Call release = Call.of(Verb.RELEASE, name.text());
        Call call = token > 0 ? release.with("token", token) : release;
        call = key == null ? call : call.with("key", key);
        call = hold == null ? call : call.with("hold", hold);
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = ask(session, call, output);
            int code = output.outcome(call, outcome);
            if (key == null && code == ExitCode.NO) {
                output.remark("this command holds no lock of its own: give the --key that lock --detach printed;"
                        + " admin force-release ends the lock of any client");
            }
            return code;
        }
    }

    private Optional<Failure> flaw() {
        String flaw = hold != null && key == null
                ? "--hold needs the --key that lock --detach printed"
                : LeaseParameters.flawOfKey(key) + LeaseParameters.flawOfHold(hold);
        return flaw.isEmpty() ? Optional.empty() : Optional.of(Failure.usage(flaw));
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
}
