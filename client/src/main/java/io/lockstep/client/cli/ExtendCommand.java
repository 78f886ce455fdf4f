package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep extend}. */
@Command(
        name = "extend",
        description = "Makes the lease of a lock taken with lock --detach run for this long from now on, also if that"
                + " is shorter.")
final class ExtendCommand extends ClientCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(names = "--key", paramLabel = "TEXT", required = true, description = "The key that lock --detach printed.")
    private String key = "";

    @Option(
            names = "--lease",
            paramLabel = "TIME",
            required = true,
            description = "How long, from 1s; max for as long as the cluster allows.")
    private String lease = "";

    @Option(names = "--token", paramLabel = "N", description = "Extend only the grant with this token.")
    private long token;

    @Override
    protected int run(Output output) throws InterruptedException {
        String ofOptions = LeaseParameters.flawOfKey(key) + LeaseParameters.flawOfLease(lease);
        Optional<Failure> flaw = name.flaw(called())
                .or(() -> ofOptions.isEmpty() ? Optional.empty() : Optional.of(Failure.usage(ofOptions)));
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Call extend = Call.of(Verb.EXTEND, name.text()).with("key", key).with("lease", lease);
        Call call = token > 0 ? extend.with("token", token) : extend;
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, ask(session, call, output));
        }
    }
}
