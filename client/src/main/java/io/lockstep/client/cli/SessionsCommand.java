package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep sessions}. */
@Command(
        name = "sessions",
        description = {
            "Lists the sessions of clients, the oldest first, or the locks that session N holds and waits for.",
            "LEFT is how long the session lives without a further sign of its client; the leader knows it."
        })
final class SessionsCommand extends ClientCommand {

    @Parameters(arity = "0..1", paramLabel = "N", defaultValue = "0", description = "Number of a session.")
    private long number;

    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            defaultValue = "",
            description = "Only sessions whose labels begin with this.")
    private String prefix = "";

    @Option(names = "--after", paramLabel = "N", defaultValue = "0", description = "Only sessions after number N.")
    private long after;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N rows. Default: 100.")
    private int limit;

    @Override
    protected int run(Output output) throws InterruptedException {
        if (number < 0 || (number > 0 && (after > 0 || !prefix.isEmpty()))) {
            return output.failure(
                    Failure.usage("sessions have numbers from 1, and N goes without --prefix and --after"));
        }
        Call call = number > 0 ? Call.of(Verb.SESSIONS, Long.toString(number)) : Call.of(Verb.SESSIONS);
        call = call.with("limit", limit);
        call = prefix.isEmpty() ? call : call.with("prefix", prefix);
        call = after > 0 ? call.with("after", after) : call;
        try (ClientSession session = session(settings(), output)) {
            return output.outcome(call, ask(session, call, output));
        }
    }
}
