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

/** {@code lockstep who}. */
@Command(name = "who", description = "Lists the holders of a lock, then its wait queue in order.")
final class WhoCommand extends ClientCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N rows. Default: 100.")
    private int limit;

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = name.flaw(called());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Call call = Call.of(Verb.WHO, name.text()).with("limit", limit);
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, ask(session, call, output));
        }
    }
}
