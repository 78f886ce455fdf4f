package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.ClientLabel;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep admin force-release}. */
@Command(
        name = "force-release",
        description = {
            "Releases a lock of any client by force.",
            "Ends the grant with this token and notifies its client. The audit record keeps the --reason, which is"
                    + " required. To see the holder and its token: lockstep who NAME."
        })
final class ForceReleaseCommand extends ClientCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(names = "--token", paramLabel = "N", required = true, description = "Token of the grant to end.")
    private long token;

    @Option(names = "--operator", paramLabel = "WHO", description = "Name in the audit record. Default: user@host.")
    private @Nullable String operator;

    @Override
    protected int run(Output output) throws InterruptedException {
        if (!name.flaw().isEmpty()) {
            return output.failure(Failure.badData(name.flaw()));
        }
        String given = operator;
        String who = given != null ? given : ClientLabel.operator(environment());
        if (options().reason().isBlank() || token < 1 || !ClientLabel.flaw(who).isEmpty()) {
            return output.failure(Failure.usage(
                    options().reason().isBlank()
                            ? "--reason \"...\" is required, for the audit record"
                            : token < 1 ? "--token must be at least 1" : "--operator " + ClientLabel.flaw(who)));
        }
        Call call = Call.of(Verb.FORCE, name.text())
                .with("token", token)
                .with("reason", options().reason())
                .with("operator", who);
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, session.call(call));
        }
    }
}
