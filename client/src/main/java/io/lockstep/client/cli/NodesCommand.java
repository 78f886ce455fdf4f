package io.lockstep.client.cli;

import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Session;
import io.lockstep.common.protocol.Verb;
import picocli.CommandLine.Command;

/** {@code lockstep nodes}. */
@Command(name = "nodes", description = "Lists the servers of the cluster, and says which one leads.")
final class NodesCommand extends ServerCommand {

    @Override
    int run(Output output) throws InterruptedException {
        Call call = Call.of(Verb.NODES);
        try (Session session = session(settings(), output)) {
            return output.outcome(call, session.call(call));
        }
    }
}
