package io.lockstep.client.cli;

import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.ServerLine;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep list}. */
@Command(name = "list", description = "Lists the held locks, sorted by name.")
final class ListCommand extends ClientCommand {

    @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "", description = "Only names with this prefix.")
    private String prefix = "";

    @Option(names = "--after", paramLabel = "NAME", defaultValue = "", description = "Only names after this one.")
    private String after = "";

    @Option(names = "--limit", paramLabel = "N", defaultValue = "100", description = "At most N locks. Default: 100.")
    private int limit;

    @Option(names = "--all", description = "List all, in requests of --limit locks each.")
    private boolean all;

    @Override
    protected int run(Output output) throws InterruptedException {
        Call call = Call.of(Verb.LIST).with("limit", limit);
        call = prefix.isEmpty() ? call : call.with("prefix", prefix);
        call = after.isEmpty() ? call : call.with("after", after);
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = session.call(call);
            int code = output.outcome(call, outcome);
            while (all && nextAfter(outcome) != null && code == ExitCode.OK) {
                Call next = call.with("after", String.valueOf(nextAfter(outcome)));
                outcome = session.call(next);
                code = output.outcome(next, outcome);
            }
            return code;
        }
    }

    /** The name after which the next page begins; null after the last page. */
    private static @Nullable String nextAfter(CallOutcome outcome) {
        if (outcome instanceof CallOutcome.Answered answered
                && "yes".equals(answered.reply().line().option("more"))) {
            List<ServerLine> rows = answered.reply().rows();
            return rows.isEmpty() ? null : rows.get(rows.size() - 1).value();
        }
        return null;
    }
}
