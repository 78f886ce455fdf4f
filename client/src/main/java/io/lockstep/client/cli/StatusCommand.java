package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.command.NameParameter;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep status}. */
@Command(name = "status", description = "Shows who holds a lock. With -q only the exit status: 1 if the lock is free.")
final class StatusCommand extends ClientCommand {

    @Mixin
    private final NameParameter name = new NameParameter();

    @Option(names = "--sync", description = "Ask the leader first, so that the answer is up to date.")
    private boolean sync;

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = name.flaw(called());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        Call status = Call.of(Verb.STATUS, name.text());
        Call call = sync ? status.with("read", "sync") : status;
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = ask(session, call, output);
            int code = output.outcome(call, outcome);
            boolean free = outcome instanceof CallOutcome.Answered answered
                    && "free".equals(answered.reply().line().option("state"));
            return options().quiet() && free ? ExitCode.NO : code;
        }
    }
}
