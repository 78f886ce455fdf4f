package io.lockstep.client.cli;

import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.Session;
import io.lockstep.common.protocol.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep list}. */
@Command(name = "list", description = "Lists the locks that are held, by name.")
final class ListCommand extends ServerCommand {

    @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "", description = "Only names that begin so.")
    private String prefix = "";

    @Option(names = "--after", paramLabel = "NAME", defaultValue = "", description = "Only names that come later.")
    private String after = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most so many. Default: 100.")
    private int limit;

    @Override
    int run(Output output) throws InterruptedException {
        Call call = Call.of(Verb.LIST).with("limit", limit);
        call = prefix.isEmpty() ? call : call.with("prefix", prefix);
        call = after.isEmpty() ? call : call.with("after", after);
        try (Session session = session(settings(), output)) {
            return output.outcome(call, session.call(call));
        }
    }
}
