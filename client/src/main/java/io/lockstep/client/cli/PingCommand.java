package io.lockstep.client.cli;

import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import picocli.CommandLine.Command;

/** {@code lockstep ping}. */
@Command(name = "ping", description = "Checks whether a server answers.")
final class PingCommand extends ClientCommand {

    @Override
    protected int run(Output output) throws InterruptedException {
        Call call = Call.of(Verb.PING);
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, ask(session, call, output));
        }
    }
}
