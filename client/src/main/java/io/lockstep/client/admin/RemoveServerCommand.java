package io.lockstep.client.admin;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.Output;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.common.command.Command.RemoveServer;
import io.lockstep.common.protocol.Verb;
import io.lockstep.program.ExitCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code lockstep admin remove-server}. */
@Command(
        name = "remove-server",
        description = {
            "Removes a server from the cluster, dead or alive.",
            "A server that has caught up takes the place of one that votes. If there is none, the command is refused;"
                    + " with --shrink there are then two voters less, and the second one stays as a learner. Returns"
                    + " when the server is removed, at most after --timeout."
        })
final class RemoveServerCommand extends OperatorCommand {

    private static final long PAUSE_MILLIS = 50;

    @Mixin
    private final ServerRemoval removal = new ServerRemoval();

    @Option(names = "--shrink", description = "Allow two voters less, if no server can take the place.")
    private boolean shrink;

    @Override
    protected int run(Output output) throws InterruptedException {
        Optional<Failure> flaw = removal.flaw(options().reason(), environment());
        if (flaw.isPresent()) {
            return output.failure(flaw.get());
        }
        RemoveServer.Way way = shrink ? RemoveServer.Way.SHRINK : RemoveServer.Way.EXCHANGE;
        Call call = removal.call(way, options().reason(), environment());
        long deadlineNanos = System.nanoTime() + options().timeout().toNanos();
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = session.call(call);
            while (begun(outcome) && deadlineNanos - System.nanoTime() > 0) {
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                if (isGone(session)) {
                    // Removing it once more changes nothing, and tells that it is done.
                    outcome = session.call(call);
                }
            }
            return begun(outcome) ? output.failure(notYet()) : output.outcome(call, outcome);
        }
    }

    private static boolean begun(CallOutcome outcome) {
        return outcome.success()
                .filter(reply -> "no".equals(reply.line().option("done")))
                .isPresent();
    }

    private boolean isGone(ClientSession session) throws InterruptedException {
        Optional<Reply> nodes = session.call(Call.of(Verb.NODES)).success();
        return nodes.isPresent()
                && nodes.get().rows().stream().noneMatch(row -> row.number("server", 0) == removal.server());
    }

    private Failure notYet() {
        return new Failure(
                "LEAVING",
                "leaving: server " + removal.server() + " is to be removed, and is not yet; nodes shows when it is",
                Map.of("server", removal.server()),
                ExitCode.UNAVAILABLE);
    }
}
