package io.lockstep.client.cli;

import io.lockstep.client.answer.Failure;
import io.lockstep.client.answer.NodesText;
import io.lockstep.client.answer.Output;
import io.lockstep.client.command.ClientCommand;
import io.lockstep.client.connection.Call;
import io.lockstep.client.connection.CallOutcome;
import io.lockstep.client.connection.Reply;
import io.lockstep.client.session.ClientSession;
import io.lockstep.client.session.SessionSettings;
import io.lockstep.common.net.HostPort;
import io.lockstep.common.protocol.Verb;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code lockstep nodes}. */
@Command(
        name = "nodes",
        description = {
            "Lists the servers of the cluster and their roles, and marks those that are not heard of.",
            "Exit status 1 if voting servers are not heard of and the cluster survives no further loss."
        })
final class NodesCommand extends ClientCommand {

    private static final long PAUSE_MILLIS = 20;

    /** How long one attempt to reach a server takes at first. In it, each try to connect waits longer than the last. */
    private static final long ATTEMPT_MILLIS = 200;

    private static final Call NODES = Call.of(Verb.NODES);

    /** A read; a server that has just started refuses it until it has caught up. */
    private static final Call ANY_READ = Call.of(Verb.STATUS, "any");

    @Option(
            names = "--await-voters",
            paramLabel = "N",
            defaultValue = "0",
            description = "Wait until each server in --server knows a leader and N voting servers and answers reads, at"
                    + " most for --timeout. For scripts that start a cluster.")
    private int votersAwaited;

    @Override
    protected int run(Output output) throws InterruptedException {
        if (votersAwaited > 0) {
            long deadlineNanos = System.nanoTime() + options().timeout().toNanos();
            for (HostPort server : options().servers(environment())) {
                Optional<String> lastSeen = awaitVoters(server, deadlineNanos, output);
                if (lastSeen.isPresent()) {
                    return output.failure(Failure.unavailable(
                            server + " timed out without a leader and " + votersAwaited + " voters" + lastSeen.get()));
                }
            }
        }
        try (ClientSession session = session(settings(), output)) {
            CallOutcome outcome = ask(session, NODES, output);
            int status = output.outcome(NODES, outcome);
            Optional<Failure> noSpare = votersAwaited == 0 && outcome instanceof CallOutcome.Answered answered
                    ? NodesText.noSpare(answered.reply())
                    : Optional.empty();
            return noSpare.isPresent() ? output.failure(noSpare.get()) : status;
        }
    }

    /**
     * Asks one server until it knows a leader and enough voters, and has caught up. Returns what stood in the way at
     * last, in words, if time is up first.
     */
    private Optional<String> awaitVoters(HostPort server, long deadlineNanos, Output output)
            throws InterruptedException {
        long leftNanos = Math.max(1, deadlineNanos - System.nanoTime());
        SessionSettings only = settings().at(List.of(server)).withTimeout(Duration.ofNanos(leftNanos));
        long attemptMillis = ATTEMPT_MILLIS;
        String last = "";
        try (ClientSession session = session(only, output)) {
            while (deadlineNanos - System.nanoTime() > 0) {
                long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
                CallOutcome outcome = session.call(NODES, Duration.ofMillis(Math.min(leftMillis + 1, attemptMillis)));
                if (!(outcome instanceof CallOutcome.Answered)) {
                    attemptMillis *= 2;
                }
                if (outcome instanceof CallOutcome.Answered answered && enough(answered.reply())) {
                    return obstacle(ANY_READ, session.call(ANY_READ));
                }
                last = obstacle(NODES, outcome).orElse("");
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
        return Optional.of(last);
    }

    private static Optional<String> obstacle(Call call, CallOutcome outcome) {
        return outcome instanceof CallOutcome.NotDone notDone
                ? Optional.of(" (" + notDone.why() + ")")
                : Failure.of(call, outcome).map(failure -> " (" + failure.text() + ")");
    }

    private boolean enough(Reply reply) {
        return reply.ok()
                && reply.line().number("voters", 0) >= votersAwaited
                && reply.rows().stream().anyMatch(row -> "leader".equals(row.option("role")));
    }
}
