package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.connection.Call;
import io.lockstep.common.protocol.Verb;
import java.util.Optional;
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
final class ForceReleaseCommand extends OperatorCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(names = "--token", paramLabel = "N", required = true, description = "Token of the grant to end.")
    private long token;

    @Mixin
    private final Operator operator = new Operator();

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> unfit = name.flaw(called());
        if (unfit.isPresent()) {
            return output.failure(unfit.get());
        }
        if (token < 1) {
            return output.failure(Failure.usage("--token must be at least 1"));
        }
        Optional<Failure> flaw = operator.flaw(options().reason(), environment());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Call call = Call.of(Verb.FORCE, name.text())
                .with("token", token)
                .with("reason", options().reason())
                .with("operator", operator.name(environment()));
        return send(call, output);
    }
}
