package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.LockPages;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lockstep list}. */
@Command(name = "list", aliases = "ls", description = "Lists the held locks, sorted by name.")
final class ListCommand extends ClientCommand {

    @Parameters(arity = "0..1", paramLabel = "PREFIX", description = "Only names with this prefix; so does --prefix.")
    private String begin = "";

    @Option(names = "--prefix", paramLabel = "TEXT", defaultValue = "", description = "Only names with this prefix.")
    private String prefix = "";

    @Option(names = "--after", paramLabel = "NAME", defaultValue = "", description = "Only names after this one.")
    private String after = "";

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "100",
            description = "At most N locks; if there are more, a line says so. Default: 100.")
    private int limit;

    @Option(names = "--all", description = "List all, in requests of --limit locks each.")
    private boolean all;

    @Override
    protected int run(Output output) throws InterruptedException {
        if (!begin.isEmpty() && !prefix.isEmpty()) {
            return output.failure(Failure.usage("PREFIX and --prefix exclude each other"));
        }
        String wanted = begin + prefix;
        Call call = Call.of(Verb.LIST).with("limit", limit);
        call = wanted.isEmpty() ? call : call.with("prefix", wanted);
        call = after.isEmpty() ? call : call.with("after", after);
        try (ClientSession session = session(settings(), output)) {
            if (!all) {
                return output.outcome(call, ask(session, call, output));
            }
            Consumer<String> lines = options().quiet() ? line -> {} : output::line;
            Optional<Failure> failure =
                    LockPages.write(call, each -> ask(session, each, output), output.format(), lines);
            return failure.map(output::failure).orElse(ExitCode.OK);
        }
    }
}
